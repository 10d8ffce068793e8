package io.holdfast.volumeservice.file;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.VolumeServiceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Turns what the operating system says into a failure that a caller and a person understand. */
final class StorageFailure {

  private StorageFailure() {}

  /**
   * Names a failure.
   *
   * @param what what failed, as the beginning of a sentence: "Volume … cannot be made"
   */
  static VolumeServiceException of(String what, IOException cause) {
    return new VolumeServiceException(kind(cause.getMessage()), what + ": " + reason(cause), cause);
  }

  /** The same for what a program said. */
  static VolumeServiceException of(String what, String said) {
    return new VolumeServiceException(kind(said), what + ": " + said);
  }

  private static FailureKind kind(@Nullable String said) {
    if (said == null) {
      return FailureKind.FAILED;
    }
    if (said.contains("No space left on device") || said.contains("Disk quota exceeded")) {
      return FailureKind.FULL;
    }
    return said.contains("File too large") ? FailureKind.INVALID : FailureKind.FAILED;
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException e ->
          "the user '%s' may not access %s".formatted(System.getProperty("user.name"), e.getFile());
      case NoSuchFileException e -> e.getFile() + " is gone";
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }
}
