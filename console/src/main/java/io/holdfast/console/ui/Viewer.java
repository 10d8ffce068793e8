package io.holdfast.console.ui;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who looks at the page. Asked while a request is served, and kept by the page for later: {@link
 * AccountWatch} ends the session as soon as the account is no longer what it was.
 */
public final class Viewer {

  private Viewer() {}

  public static Caller caller() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
      return caller;
    }
    throw Refusal.of(
        Refusal.Kind.NOT_SIGNED_IN, "not-signed-in", "You are not signed in.", "Sign in again.");
  }
}
