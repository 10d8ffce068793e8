package io.holdfast.cli.repository;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.engine.extent.FileVolume;
import io.holdfast.engine.run.RestoreMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Where an offline restore writes: a new file, which gets its name only when all of it is there, or
 * with permission an existing file or device, of which only what differs is written.
 */
final class RestoreTarget implements AutoCloseable {

  private final Path file;
  private final @Nullable Path unfinished;
  private final FileVolume volume;

  private RestoreTarget(Path file, @Nullable Path unfinished, FileVolume volume) {
    this.file = file;
    this.unfinished = unfinished;
    this.volume = volume;
  }

  static RestoreTarget open(Path file, long sizeBytes, boolean overwrite) {
    if (Files.isDirectory(file)) {
      throw Failure.usage(file + " is a directory; name a file in it.");
    }
    if (!Files.exists(file)) {
      Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
      return new RestoreTarget(file, unfinished, FileVolume.create(unfinished, sizeBytes));
    }
    if (!overwrite) {
      throw new Failure(
          ExitCode.REFUSED,
          file + " exists already. Name another file, or write over it with --overwrite.");
    }
    FileVolume volume = FileVolume.openForWriting(file);
    if (volume.sizeBytes() < sizeBytes) {
      long has = volume.sizeBytes();
      volume.close();
      throw new Failure(
          ExitCode.REFUSED,
          "%s has %d bytes, the backup %d. Nothing was written; use a larger one."
              .formatted(file, has, sizeBytes));
    }
    return new RestoreTarget(file, null, volume);
  }

  FileVolume volume() {
    return volume;
  }

  RestoreMode mode() {
    return unfinished == null ? RestoreMode.DIFFERENCES : RestoreMode.INTO_ZEROS;
  }

  /** Gives a new file its name. */
  void finish() {
    if (unfinished != null) {
      try {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new Failure(
            ExitCode.FAILED,
            "The restored file could not be renamed to %s: %s.".formatted(file, Failure.reason(e)),
            e);
      }
    }
  }

  /** Closes it; a new file that was not finished goes away. */
  @Override
  public void close() {
    volume.close();
    if (unfinished != null) {
      try {
        Files.deleteIfExists(unfinished);
      } catch (IOException e) {
        throw new Failure(
            ExitCode.FAILED,
            "The unfinished file %s could not be removed: %s."
                .formatted(unfinished, Failure.reason(e)),
            e);
      }
    }
  }
}
