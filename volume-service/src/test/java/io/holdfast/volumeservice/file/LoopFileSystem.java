package io.holdfast.volumeservice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system of its own, mounted from an image; for root on a machine that can. */
final class LoopFileSystem implements AutoCloseable {

  final Path directory;

  LoopFileSystem(Path workplace, long sizeBytes, String... mkfs) throws Exception {
    Path image = workplace.resolve("file-system");
    directory = Files.createDirectories(workplace.resolve("mounted"));
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(sizeBytes);
    }
    String[] make = java.util.Arrays.copyOf(mkfs, mkfs.length + 1);
    make[mkfs.length] = image.toString();
    assumeTrue(succeeds(make), () -> String.join(" ", mkfs) + " does not work here");
    assumeTrue(
        succeeds("mount", "-o", "loop", image.toString(), directory.toString()),
        "loop devices cannot be mounted here");
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean succeeded = process.waitFor() == 0;
      if (!succeeded) {
        System.err.println(List.of(command) + ": " + said);
      }
      return succeeded;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws Exception {
    assertThat(succeeds("umount", directory.toString())).isTrue();
  }
}
