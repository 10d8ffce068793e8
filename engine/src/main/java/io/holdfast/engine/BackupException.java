package io.holdfast.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of all failures of the engine. Its message is for people: what failed, on what, why, and
 * what to do next; it never holds a secret.
 */
public class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  public BackupException(FailureKind kind, String message) {
    this(kind, message, null);
  }

  public BackupException(FailureKind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  public final FailureKind kind() {
    return kind;
  }

  @Override
  public final String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
