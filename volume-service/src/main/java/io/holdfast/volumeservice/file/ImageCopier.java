package io.holdfast.volumeservice.file;

import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.file.FileDevice;
import io.holdfast.nbd.server.ExportMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Copies images with the system's {@code cp}: sharing their data where the file system can, else
 * with their holes. A sharing copy is the state of one moment; any other is only as consistent as
 * the image is still meanwhile.
 */
final class ImageCopier implements AutoCloseable {

  private static final int MAX_EXTENTS = 1024;

  private final Path directory;
  private final boolean sharing;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();

  private ImageCopier(Path directory, boolean sharing) {
    this.directory = directory;
    this.sharing = sharing;
  }

  /** Makes a copier after trying what the file system of the directory can do. */
  static ImageCopier probing(Path directory) throws IOException, InterruptedException {
    Path original = Durable.temporaryFor(directory.resolve("probe"));
    Path copy = Durable.temporaryFor(directory.resolve("probe-copy"));
    try {
      Files.write(original, new byte[65536]);
      boolean shares = new ImageCopier(directory, true).run(original, copy).isEmpty();
      return new ImageCopier(directory, shares);
    } finally {
      Files.deleteIfExists(original);
      Files.deleteIfExists(copy);
    }
  }

  /** Whether copies share the original's data, and so are made in a moment. */
  boolean isSharing() {
    return sharing;
  }

  /**
   * Copies an image to a path where nothing is, or nothing of worth.
   *
   * @param what the beginning of the sentence when it fails
   */
  void copy(Path image, Path target, String what) throws IOException, InterruptedException {
    if (!sharing) {
      requireRoom(image, what);
    }
    String complaint = run(image, target);
    if (!complaint.isEmpty()) {
      throw StorageFailure.of(what, complaint);
    }
  }

  /** Not to fill the disk for everybody else before finding out that it cannot be done. */
  private void requireRoom(Path image, String what) throws IOException {
    long needed = dataBytes(image);
    long free = Files.getFileStore(directory).getUsableSpace();
    if (needed > free) {
      throw StorageFailure.of(
          what,
          "No space left on device: the copy needs %d bytes, and %s has %d"
              .formatted(needed, directory, free));
    }
  }

  private static long dataBytes(Path image) throws IOException {
    long data = 0;
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_ONLY)) {
      long offset = 0;
      while (offset < device.sizeBytes()) {
        for (NbdExtent extent : device.extents(offset, device.sizeBytes() - offset, MAX_EXTENTS)) {
          offset += extent.length();
          data += extent.isHole() ? 0 : extent.length();
        }
      }
    }
    return data;
  }

  /** What cp complained of; empty when it succeeded. */
  private String run(Path image, Path target) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("cp", "--dereference"));
    command.addAll(
        sharing ? List.of("--reflink=always") : List.of("--reflink=never", "--sparse=always"));
    command.addAll(List.of("--", image.toString(), target.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    running.add(process);
    try {
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int status = process.waitFor();
      return status == 0 ? "" : said.isEmpty() ? "cp ended with status " + status : said;
    } finally {
      process.destroyForcibly();
      running.remove(process);
    }
  }

  /** Ends the copies that still run; they fail. */
  @Override
  public void close() {
    running.forEach(Process::destroyForcibly);
  }
}
