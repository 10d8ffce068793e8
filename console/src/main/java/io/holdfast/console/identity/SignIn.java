package io.holdfast.console.identity;

import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.User;
import io.holdfast.schema.identity.Users;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;

/** Tells who somebody is by name and password, slower after each failure. */
@Service
public class SignIn {

  private final DSLContext database;
  private final Users users;
  private final Passwords passwords;
  private final SignInThrottle throttle;

  SignIn(DSLContext database, Passwords passwords) {
    this.database = database;
    this.users = new Users(database);
    this.passwords = passwords;
    this.throttle = new SignInThrottle(System::nanoTime);
  }

  /**
   * The user, or a refusal that does not tell whether the name exists.
   *
   * @param address where the request comes from
   */
  public User by(String name, String password, String address) {
    String key = name.toLowerCase(Locale.ROOT) + "\n" + address;
    throttle
        .secondsToWait(key)
        .ifPresent(seconds -> {
          throw Refusal.of(
              Refusal.Kind.TOO_MANY,
              "too-many-attempts",
              "There were too many failed attempts to sign in.",
              "Wait %d seconds, then try again.".formatted(seconds));
        });
    Optional<User> user = users.named(name);
    boolean matches = passwords.matches(password, user.map(User::passwordHash).orElse(null));
    if (!matches || !user.get().enabled()) {
      throttle.failed(key);
      audit(name.length() > 255 ? name.substring(0, 255) : name, address, Outcome.REFUSED);
      throw Refusal.of(
          Refusal.Kind.NOT_SIGNED_IN,
          "sign-in-failed",
          "The name or the password is wrong.",
          "Type both again; an administrator can give you a new password.");
    }
    throttle.succeeded(key);
    users.signedIn(user.get().id());
    audit(user.get().name(), address, Outcome.SUCCEEDED);
    return user.get();
  }

  /** The user as of now; empty when the user is gone or disabled. */
  public Optional<User> stillThere(UUID userId) {
    return users.find(userId).filter(User::enabled);
  }

  private void audit(String name, String address, Outcome outcome) {
    new AuditLog(database)
        .add(name, "sign-in", "user", name, null, outcome, Map.of("address", address));
  }
}
