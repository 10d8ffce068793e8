package io.holdfast.console.security;

import io.holdfast.console.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Sends a failed sign-in back to the form, with why: {@code ?wait} after too many attempts, {@code
 * ?unavailable} when the database is down; {@code ?refused}, {@code ?taken} or {@code ?disabled}
 * when a provider knows somebody who is not let in; otherwise as the way of signing in says.
 */
final class SignInFailure implements AuthenticationFailureHandler {

  private static final Logger log = LoggerFactory.getLogger(SignInFailure.class);

  private final String otherwise;

  SignInFailure(String otherwise) {
    this.otherwise = otherwise;
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    String why = otherwise;
    if (failure instanceof PasswordCheck.Refused refused) {
      why = why(refused.refusal());
    } else {
      log.warn("Signing in failed reason={}", failure.toString());
    }
    response.sendRedirect(request.getContextPath() + "/login?" + why);
  }

  private String why(Refusal refusal) {
    return switch (refusal.kind()) {
      case TOO_MANY -> "wait";
      case UNAVAILABLE -> "unavailable";
      case FORBIDDEN ->
          switch (refusal.code()) {
            case "name-taken" -> "taken";
            case "account-disabled" -> "disabled";
            default -> "refused";
          };
      default -> otherwise;
    };
  }
}
