package io.holdfast.console.identity;

import io.holdfast.console.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords and checks them. The hash names its algorithm (bcrypt now), so that another one
 * can follow without anybody noticing.
 */
@Component
class Passwords {

  private static final int SHORTEST = 8;

  /** What bcrypt looks at. */
  private static final int LONGEST_BYTES = 72;

  private final PasswordEncoder encoder =
      PasswordEncoderFactories.createDelegatingPasswordEncoder();
  private final String nobodysHash = String.valueOf(encoder.encode(Secrets.random()));

  /** The hash to be stored; refuses passwords that are too short or too long. */
  String hash(@Nullable String password) {
    if (password == null || password.length() < SHORTEST) {
      throw Refusal.invalid(
          "password-too-short",
          "The password has fewer than %d characters.".formatted(SHORTEST),
          "Choose a longer one.");
    }
    if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      throw Refusal.invalid(
          "password-too-long",
          "The password has more than %d bytes.".formatted(LONGEST_BYTES),
          "Choose a shorter one.");
    }
    return String.valueOf(encoder.encode(password));
  }

  /** Whether it is the password; takes as long when there is no user to compare with. */
  boolean matches(String password, @Nullable String hash) {
    boolean same =
        password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES
            && encoder.matches(password, hash == null ? nobodysHash : hash);
    return same && hash != null;
  }
}
