package io.holdfast.chaos.place;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * The time of day that each program sees, which may be wrong and may jump. Where there is no C
 * compiler it is always right.
 */
public final class Clocks {

  private static final String SOURCE = "clock.c";

  private final Path directory;
  private final boolean available;

  Clocks(Path directory) throws IOException, InterruptedException {
    this.directory = Files.createDirectories(directory);
    this.available = compile();
  }

  private boolean compile() throws IOException, InterruptedException {
    Path source = directory.resolve(SOURCE);
    try (InputStream text = Clocks.class.getResourceAsStream(SOURCE)) {
      Files.copy(Objects.requireNonNull(text, SOURCE), source);
    }
    try {
      Command.run(
          "gcc", "-shared", "-fPIC", "-O2", "-o", library().toString(), source.toString(), "-ldl");
      return true;
    } catch (IOException e) {
      System.out.println("No clock will be wrong: " + e.getMessage());
      return false;
    }
  }

  /** Whether clocks can be wrong here. */
  public boolean areAvailable() {
    return available;
  }

  /** What a node's program needs in its environment. */
  Map<String, String> environment(String node) throws IOException {
    if (!available) {
      return Map.of();
    }
    set(node, Duration.ZERO);
    return Map.of(
        "LD_PRELOAD", library().toString(), "HOLDFAST_CHAOS_CLOCK", file(node).toString());
  }

  /** From now on the node's clock is ahead by so much, or behind. */
  public void set(String node, Duration ahead) throws IOException {
    ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    // In place: the program has the file mapped.
    try (var file =
        Files.newByteChannel(file(node), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(seconds.putLong(ahead.toSeconds()).flip());
    }
  }

  private Path library() {
    return directory.resolve("clock.so");
  }

  private Path file(String node) {
    return directory.resolve(node);
  }
}
