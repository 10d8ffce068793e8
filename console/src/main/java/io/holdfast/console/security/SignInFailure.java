package io.holdfast.console.security;

import io.holdfast.console.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Sends a failed sign-in back to the form, with why: {@code ?error}, {@code ?wait} after too many
 * attempts, {@code ?unavailable} when the database is down.
 */
final class SignInFailure implements AuthenticationFailureHandler {

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    Refusal.Kind kind =
        failure instanceof PasswordCheck.Refused refused
            ? refused.refusal().kind()
            : Refusal.Kind.NOT_SIGNED_IN;
    String why =
        switch (kind) {
          case TOO_MANY -> "wait";
          case UNAVAILABLE -> "unavailable";
          default -> "error";
        };
    response.sendRedirect(request.getContextPath() + "/login?" + why);
  }
}
