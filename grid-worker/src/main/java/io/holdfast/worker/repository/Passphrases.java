package io.holdfast.worker.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.seal.Passphrase;
import io.holdfast.schema.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds a repository's passphrase: in its row, or in a file of this machine that the row names.
 *
 * @see "docs/decisions/004-secrets.md"
 */
final class Passphrases {

  private static final String FILE = "file:";

  private Passphrases() {}

  /** {@code null} for a repository without encryption. */
  static @Nullable Passphrase of(Repository row) {
    String value = row.passphrase();
    if (!row.encrypted() || value == null) {
      return null;
    }
    return value.startsWith(FILE)
        ? read(Path.of(value.substring(FILE.length())))
        : new Passphrase(value);
  }

  /** Of a file; whatever keeps it from being read is {@link FailureKind#MISCONFIGURED}. */
  static Passphrase read(Path file) {
    try {
      String text = Files.readString(file).stripTrailing();
      if (text.isEmpty()) {
        throw unreadable(file, "it is empty", null);
      }
      return new Passphrase(text);
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e), e);
    }
  }

  private static BackupException unreadable(Path file, String why, @Nullable Throwable cause) {
    return new BackupException(
        FailureKind.MISCONFIGURED,
        "The repository's passphrase cannot be read from %s on this worker: %s. Put the file there, readable by user %s."
            .formatted(file, why, System.getProperty("user.name")),
        cause);
  }
}
