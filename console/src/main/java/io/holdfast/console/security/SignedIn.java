package io.holdfast.console.security;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.SignIn;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.change.Change;
import io.holdfast.schema.change.ChangeListener;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.identity.User;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * The caller whom the current thread works for: a request's, or that of the page whose lock it
 * holds. Users are looked up now and then, and anew as soon as a change of them is told.
 */
@Component
public class SignedIn {

  private static final Duration FRESH = Duration.ofSeconds(5);

  private record Known(User user, long atNanos) {}

  private final SignIn signIn;
  private final Map<UUID, Known> known = new ConcurrentHashMap<>();
  private final AtomicLong tellings = new AtomicLong();

  SignedIn(SignIn signIn, LiveUpdates live) {
    this.signIn = signIn;
    live.follow(
        new ChangeListener() {
          @Override
          public void changed(Set<Change> changes) {
            if (new Changes(false, changes).touch(ChangedTable.USER_ACCOUNT)) {
              everythingMayHaveChanged();
            }
          }

          @Override
          public void everythingMayHaveChanged() {
            tellings.incrementAndGet();
            known.clear();
          }
        });
  }

  /** A caller as Spring Security wants it. */
  static UsernamePasswordAuthenticationToken as(Caller caller) {
    return UsernamePasswordAuthenticationToken.authenticated(
        caller, null, AuthorityUtils.createAuthorityList("ROLE_" + caller.role().name()));
  }

  /** A user who begins a session. */
  public static Authentication as(User user) {
    UsernamePasswordAuthenticationToken session = as(Caller.of(user));
    session.setDetails(new OwnPasswords(user.passwordHash()));
    return session;
  }

  /** The caller; refuses when nobody is signed in, or the account was removed or disabled. */
  public Caller caller() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null || !(authentication.getPrincipal() instanceof Caller caller)) {
      throw notSignedIn("Nobody is signed in.");
    }
    try {
      return user(caller.userId())
          .map(Caller::of)
          .orElseThrow(() -> notSignedIn("Your account was removed or disabled."));
    } catch (DataAccessException e) {
      // What the caller asks for next says that the database is away.
      return caller;
    }
  }

  /**
   * Whether the account behind a session is what it was when that was begun, with the same password
   * unless the session itself has set another.
   */
  public boolean holds(Authentication session) {
    if (!(session.getPrincipal() instanceof Caller caller)) {
      return true;
    }
    try {
      return user(caller.userId())
          .filter(now -> Caller.of(now).equals(caller))
          .filter(now ->
              !(session.getDetails() instanceof OwnPasswords own) || own.hold(now.passwordHash()))
          .isPresent();
    } catch (DataAccessException e) {
      return true;
    }
  }

  /**
   * What the current session is told of a password before it sets that, so that it does not end
   * with the others.
   */
  public Consumer<String> own() {
    @Nullable Authentication session = SecurityContextHolder.getContext().getAuthentication();
    return hash -> {
      if (session != null && session.getDetails() instanceof OwnPasswords own) {
        own.add(hash);
      }
    };
  }

  private Optional<User> user(UUID id) {
    long now = System.nanoTime();
    Known last = known.get(id);
    if (last != null && now - last.atNanos() < FRESH.toNanos()) {
      return Optional.of(last.user());
    }
    long before = tellings.get();
    Optional<User> found = signIn.stillThere(id);
    known.values().removeIf(entry -> now - entry.atNanos() > FRESH.toNanos());
    // What was read before a change must not be known after it is told.
    found.ifPresent(user ->
        known.compute(id, (_, _) -> tellings.get() == before ? new Known(user, now) : null));
    return found;
  }

  private static Refusal notSignedIn(String detail) {
    return Refusal.of(Refusal.Kind.NOT_SIGNED_IN, "not-signed-in", detail, "Sign in again.");
  }
}
