package io.holdfast.console.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.holdfast.console.refusal.Refusal;

/** A page that could not be shown: why, and what to do. */
@AnonymousAllowed
@ParentLayout(MainLayout.class)
public class RefusedPage extends Main implements HasErrorParameter<Exception>, HasDynamicTitle {

  private static final long serialVersionUID = 1L;

  @Override
  public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
    removeAll();
    addClassName("page");
    Refusal refusal = Work.refusal(parameter.getCaughtException());
    Notice notice = Notice.forRefusals();
    notice.show(refusal);
    Div box = new Div(new H1(Texts.of("refused.title")), notice);
    box.add(new Anchor("", Texts.of("missing.home")));
    box.addClassName("message-page");
    add(box);
    return switch (refusal.kind()) {
      case INVALID -> HttpStatusCode.BAD_REQUEST.getCode();
      case NOT_SIGNED_IN -> HttpStatusCode.UNAUTHORIZED.getCode();
      case FORBIDDEN -> HttpStatusCode.FORBIDDEN.getCode();
      case NOT_FOUND -> HttpStatusCode.NOT_FOUND.getCode();
      case CONFLICT, OVER_QUOTA, TOO_MANY -> HttpStatusCode.CONFLICT.getCode();
      case UNAVAILABLE -> HttpStatusCode.SERVICE_UNAVAILABLE.getCode();
      case FAILED -> HttpStatusCode.INTERNAL_SERVER_ERROR.getCode();
    };
  }

  @Override
  public String getPageTitle() {
    return Texts.of("refused.title") + " · " + Texts.PRODUCT;
  }
}
