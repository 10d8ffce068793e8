package io.holdfast.console.security;

import io.holdfast.console.identity.SignIn;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.refusal.Refusals;
import org.jooq.exception.DataAccessException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Checks what was typed into the sign-in form. */
final class PasswordCheck implements AuthenticationProvider {

  private final SignIn signIn;

  PasswordCheck(SignIn signIn) {
    this.signIn = signIn;
  }

  @Override
  public Authentication authenticate(Authentication typed) {
    String address =
        typed.getDetails() instanceof WebAuthenticationDetails details
            ? String.valueOf(details.getRemoteAddress())
            : "";
    try {
      return SignedIn.as(
          signIn.by(typed.getName(), String.valueOf(typed.getCredentials()), address));
    } catch (Refusal refusal) {
      throw new Refused(refusal);
    } catch (DataAccessException e) {
      throw new Refused(Refusals.of(e));
    }
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }

  /** A refusal on its way through Spring Security. */
  static final class Refused extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    Refused(Refusal refusal) {
      super(refusal.detail(), refusal);
      this.refusal = refusal;
    }

    Refusal refusal() {
      return refusal;
    }
  }
}
