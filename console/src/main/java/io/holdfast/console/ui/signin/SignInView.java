package io.holdfast.console.ui.signin;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.holdfast.console.identity.ProviderSettings;
import io.holdfast.console.ui.Texts;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Asks who one is. The form goes to the server as any form does, so that browsers can fill it in.
 */
@Route(value = SignInView.ROUTE, autoLayout = false)
@AnonymousAllowed
public class SignInView extends Main implements BeforeEnterObserver, HasDynamicTitle {

  public static final String ROUTE = "login";

  private static final long serialVersionUID = 1L;

  /** Reasons that the address gives after a failed attempt. */
  private static final List<String> FAILURES =
      List.of("error", "wait", "unavailable", "refused", "taken", "disabled", "provider");

  /** Where signing in by a provider begins. */
  private static final String PROVIDER = "oauth2/authorization/holdfast";

  private final LoginForm form = new LoginForm();
  private final transient ProviderSettings provider;

  public SignInView(ProviderSettings provider) {
    this.provider = provider;
    addClassName("sign-in");
    Span logo = new Span();
    logo.addClassName("logo");
    logo.getElement().setAttribute("aria-hidden", "true");
    Div brand = new Div(logo, new H1(Texts.PRODUCT));
    brand.addClassName("sign-in-brand");
    Paragraph claim = new Paragraph(Texts.of("signin.claim"));
    form.setAction(ROUTE);
    form.setForgotPasswordButtonVisible(false);
    form.setI18n(words("signin.error"));
    form.setTestId("sign-in");
    Div box = new Div(brand, claim, form);
    box.addClassName("sign-in-box");
    if (provider.isSet()) {
      Anchor elsewhere = new Anchor(PROVIDER, Texts.of("signin.with", provider.name()));
      elsewhere.setRouterIgnore(true);
      elsewhere.addClassNames("button-link", "sign-in-provider");
      elsewhere.setTestId("sign-in-provider");
      box.addComponentAtIndex(2, elsewhere);
    }
    add(box);
  }

  private LoginI18n words(String errorKey) {
    LoginI18n words = LoginI18n.createDefault();
    words.getForm().setTitle(Texts.of("signin.title"));
    words.getForm().setUsername(Texts.of("signin.name"));
    words.getForm().setPassword(Texts.of("signin.password"));
    words.getForm().setSubmit(Texts.of("signin.submit"));
    String contact =
        Objects.requireNonNullElse(provider.contact(), Texts.of("signin.administrator"));
    words.getErrorMessage().setTitle(Texts.of(errorKey + ".title", provider.name(), contact));
    words.getErrorMessage().setMessage(Texts.of(errorKey + ".text", provider.name(), contact));
    words.getErrorMessage().setUsername(Texts.of("signin.name-missing"));
    words.getErrorMessage().setPassword(Texts.of("signin.password-missing"));
    return words;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    Set<String> parameters = event.getLocation().getQueryParameters().getParameters().keySet();
    for (String why : FAILURES) {
      if (parameters.contains(why)) {
        form.setI18n(words("signin." + why));
        form.setError(true);
      }
    }
  }

  @Override
  public String getPageTitle() {
    return Texts.of("signin.title") + " · " + Texts.PRODUCT;
  }
}
