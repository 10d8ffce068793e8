package io.holdfast.cli.sample;

import io.holdfast.cli.data.Directories;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Makes the sample volumes in a directory that does not exist yet. */
public final class SampleVolumes {

  public static final String DOCUMENTS = "documents";
  public static final String ARCHIVE = "archive";
  public static final String DATABASE = "database";

  private static final long MEBIBYTE = 1L << 20;

  private final RandomGenerator random;
  private final Consumer<String> remark;

  /** A maker that remarks on what it does. */
  public SampleVolumes(RandomGenerator random, Consumer<String> remark) {
    this.random = random;
    this.remark = remark;
  }

  /**
   * Makes all of them, or, when it is cut short, none: the directory appears when they are whole.
   */
  public void make(Path directory) {
    Path unfinished = directory.resolveSibling(directory.getFileName() + ".unfinished");
    try {
      Directories.delete(unfinished);
      Files.createDirectories(unfinished);
      documents(unfinished);
      Images.scattered(unfinished.resolve(ARCHIVE + ".raw"), 10 * 1024 * MEBIBYTE, 40, random);
      remark.accept(ARCHIVE + ": 10 GiB, all holes but 40 islands of data");
      Images.pages(unfinished.resolve(DATABASE + ".raw"), 128 * MEBIBYTE, random);
      markInUse(unfinished, DATABASE);
      remark.accept(DATABASE + ": 128 MiB of pages, marked as in use");
      Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "Cannot make the sample volumes in "
              + directory
              + ": "
              + Failure.reason(e)
              + ". They need about 400 MiB; --without-samples leaves them out.",
          e);
    }
  }

  private void documents(Path directory) throws IOException {
    Path image = directory.resolve(DOCUMENTS + ".raw");
    Path files = directory.resolve("files");
    long bytes = RealFiles.copy(files, 120 * MEBIBYTE);
    try {
      FileSystemImage.make(image, 256 * MEBIBYTE, files);
      remark.accept(
          "%s: 256 MiB, an ext4 file system with %d MiB of files from the JDK"
              .formatted(DOCUMENTS, bytes / MEBIBYTE));
    } catch (IOException e) {
      Images.pages(image, 256 * MEBIBYTE, random);
      remark.accept(
          "%s: 256 MiB of pages, no file system: %s (Debian: apt-get install e2fsprogs)"
              .formatted(DOCUMENTS, Failure.reason(e)));
    } finally {
      Directories.delete(files);
    }
  }

  /**
   * The volume service reads such a file beside an image: it names the image and says what is
   * known.
   */
  private static void markInUse(Path directory, String name) throws IOException {
    UUID id = UUID.randomUUID();
    Files.writeString(
        directory.resolve(id + ".json"),
        """
        {"id": "%s", "kind": "volume", "file": "%s.raw", "name": "%s", "inUse": true}
        """
            .formatted(id, name, name));
  }
}
