package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.i18n.I18NProvider;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinRequestInterceptor;
import com.vaadin.flow.server.VaadinResponse;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.communication.IndexHtmlResponse;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.security.SignedIn;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * What holds for every session: it ends when the account behind it changes, unforeseen failures are
 * shown in words, and pages look as the browser remembers.
 */
@Component
class Sessions implements VaadinServiceInitListener {

  private static final long serialVersionUID = 1L;

  private final transient SignedIn signedIn;
  private final transient AccountWatch watch;

  Sessions(SignedIn signedIn, AccountWatch watch) {
    this.signedIn = signedIn;
    this.watch = watch;
  }

  @Override
  public void serviceInit(ServiceInitEvent event) {
    I18NProvider texts = event.getSource().getInstantiator().getI18NProvider();
    event
        .getSource()
        .setSystemMessagesProvider(info -> OwnWords.ofTheSystem(texts, info.getLocale()));
    event.addVaadinRequestInterceptor(new AccountCheck(signedIn));
    event.addIndexHtmlRequestListener(Sessions::dress);
    event
        .getSource()
        .addSessionInitListener(init -> init.getSession().setErrorHandler(Sessions::failed));
    event.getSource().addUIInitListener(init -> opened(init.getUI()));
    event.getSource().addSessionDestroyListener(destroy -> watch.forget(destroy.getSession()));
  }

  private void opened(UI ui) {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    if (who != null) {
      watch.follow(ui.getSession(), who);
    }
    recall(ui);
  }

  private static void recall(UI ui) {
    VaadinRequest request = VaadinRequest.getCurrent();
    appearance(request).ifPresent(it -> ui.getPage().setColorScheme(it.scheme()));
    language(request).ifPresent(it -> ui.setLocale(it.locale()));
  }

  private static void failed(ErrorEvent event) {
    Refusal refusal = Work.refusal(event.getThrowable());
    UI ui = UI.getCurrent();
    if (ui != null) {
      ui.access(() -> Toast.refused(refusal));
    }
  }

  /** Before anything is drawn, so that a dark page does not flash. */
  private static void dress(IndexHtmlResponse response) {
    VaadinRequest request = response.getVaadinRequest();
    Document page = response.getDocument();
    page.head().appendElement("script").attr("src", "console/connection.js").attr("defer", true);
    appearance(request)
        .ifPresent(
            it -> page.head().prepend("<style>html{color-scheme:%s}</style>".formatted(it.css())));
    language(request).ifPresent(it -> page.getElementsByTag("html").attr("lang", it.value()));
  }

  private static Optional<Appearance> appearance(@Nullable VaadinRequest request) {
    return Remembered.from(request, Appearance.COOKIE).flatMap(Appearance::of);
  }

  private static Optional<Language> language(@Nullable VaadinRequest request) {
    return Remembered.from(request, Language.COOKIE).flatMap(Language::of);
  }

  /**
   * Ends sessions that {@link AccountWatch} does not know, as no page of them is open, when
   * somebody comes back to them.
   */
  private static final class AccountCheck implements VaadinRequestInterceptor {

    private static final long serialVersionUID = 1L;

    private final transient SignedIn signedIn;

    AccountCheck(SignedIn signedIn) {
      this.signedIn = signedIn;
    }

    @Override
    public void requestStart(VaadinRequest request, VaadinResponse response) {
      Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
      if (authentication != null
          && !signedIn.holds(authentication)
          && request.getWrappedSession(false) != null) {
        SecurityContextHolder.clearContext();
        request.getWrappedSession(false).invalidate();
      }
    }

    @Override
    public void handleException(
        VaadinRequest request,
        VaadinResponse response,
        @Nullable VaadinSession session,
        Exception failure) {}

    @Override
    public void requestEnd(
        VaadinRequest request, VaadinResponse response, @Nullable VaadinSession session) {}
  }
}
