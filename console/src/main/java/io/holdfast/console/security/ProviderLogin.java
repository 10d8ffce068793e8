package io.holdfast.console.security;

import io.holdfast.console.identity.ProviderSettings;
import io.holdfast.console.identity.ProviderSignIn;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.refusal.Refusals;
import io.holdfast.schema.identity.User;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jooq.exception.DataAccessException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.NullSecurityContextRepository;

/**
 * Signing in by a provider of OpenID Connect. Where its endpoints are is asked when somebody signs
 * in, so that the console starts while it is away.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("holdfast.sign-in.issuer")
class ProviderLogin {

  private static final String REGISTRATION = "holdfast";

  private final ProviderSignIn signIn;
  private final SignInFailure failure = new SignInFailure("provider");

  ProviderLogin(ProviderSignIn signIn) {
    this.signIn = signIn;
  }

  @Bean
  ClientRegistrationRepository provider(ProviderSettings settings) {
    return new SupplierClientRegistrationRepository(
        () -> new InMemoryClientRegistrationRepository(registration(settings)));
  }

  private static ClientRegistration registration(ProviderSettings settings) {
    return ClientRegistrations.fromIssuerLocation(String.valueOf(settings.issuer()))
        .registrationId(REGISTRATION)
        .clientId(String.valueOf(settings.clientId()))
        .clientSecret(String.valueOf(settings.clientSecret()))
        .clientName(settings.name())
        .scope(settings.scopes())
        .build();
  }

  void add(HttpSecurity http) {
    http.oauth2Login(login ->
        login
            .loginPage("/login")
            .successHandler(new Arrival())
            .failureHandler(failure)
            .withObjectPostProcessor(new Words()));
  }

  /** What fails on the way to the provider is said as what fails on the way back. */
  private final class Words implements ObjectPostProcessor<Object> {

    @Override
    public <F> F postProcess(F filter) {
      if (filter instanceof OAuth2AuthorizationRequestRedirectFilter away) {
        away.setAuthenticationFailureHandler(failure);
      } else if (filter instanceof OAuth2LoginAuthenticationFilter back) {
        // Who is known to the provider is not signed in before they are let in.
        back.setSecurityContextRepository(new NullSecurityContextRepository());
      }
      return filter;
    }
  }

  /** Lets in whom the provider has recognized, or sends them back to the form with why not. */
  private final class Arrival extends SavedRequestAwareAuthenticationSuccessHandler {

    private final HttpSessionSecurityContextRepository sessions =
        new HttpSessionSecurityContextRepository();

    @Override
    public void onAuthenticationSuccess(
        HttpServletRequest request, HttpServletResponse response, Authentication recognized)
        throws ServletException, IOException {
      SecurityContextHolder.clearContext();
      Authentication signedIn;
      try {
        signedIn = SignedIn.as(user(recognized, request.getRemoteAddr()));
      } catch (PasswordCheck.Refused refused) {
        failure.onAuthenticationFailure(request, response, refused);
        return;
      }
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(signedIn);
      SecurityContextHolder.setContext(context);
      sessions.saveContext(context, request, response);
      super.onAuthenticationSuccess(request, response, signedIn);
    }

    private User user(Authentication recognized, String address) {
      OidcUser person = (OidcUser) Objects.requireNonNull(recognized.getPrincipal());
      Map<String, Object> claims = person.getClaims();
      try {
        return signIn.by(Objects.requireNonNull(person.getSubject()), claims, address);
      } catch (Refusal refusal) {
        throw new PasswordCheck.Refused(refusal);
      } catch (DataAccessException e) {
        throw new PasswordCheck.Refused(Refusals.of(e));
      }
    }
  }
}
