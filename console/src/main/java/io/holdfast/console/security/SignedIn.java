package io.holdfast.console.security;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.SignIn;
import io.holdfast.console.refusal.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.exception.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * The caller whom the current thread works for: a request's, or that of the page whose lock it
 * holds. A session outlives a change of its user by some seconds at most.
 */
@Component
public class SignedIn {

  private static final Duration FRESH = Duration.ofSeconds(5);

  private record Known(Caller caller, long atNanos) {}

  private final SignIn signIn;
  private final Map<UUID, Known> known = new ConcurrentHashMap<>();

  SignedIn(SignIn signIn) {
    this.signIn = signIn;
  }

  /** The caller; refuses when nobody is signed in, or the account is no longer what it was. */
  public Caller caller() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null || !(authentication.getPrincipal() instanceof Caller caller)) {
      throw notSignedIn("Nobody is signed in.");
    }
    return current(caller);
  }

  private Caller current(Caller signedIn) {
    long now = System.nanoTime();
    Known last = known.get(signedIn.userId());
    if (last != null && now - last.atNanos() < FRESH.toNanos()) {
      return last.caller();
    }
    Optional<Caller> found;
    try {
      found = signIn.stillThere(signedIn.userId());
    } catch (DataAccessException e) {
      // What the caller asks for next says that the database is away.
      return signedIn;
    }
    Caller caller = found.orElseThrow(() -> notSignedIn("Your account was removed or disabled."));
    known.values().removeIf(entry -> now - entry.atNanos() > FRESH.toNanos());
    known.put(caller.userId(), new Known(caller, now));
    return caller;
  }

  private static Refusal notSignedIn(String detail) {
    return Refusal.of(Refusal.Kind.NOT_SIGNED_IN, "not-signed-in", detail, "Sign in again.");
  }
}
