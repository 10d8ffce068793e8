package io.holdfast.chaos.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clock of one node, set wrong by libfaketime where that is installed. */
public final class Clock {

  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

  private final Path file;

  Clock(Path file) throws IOException {
    this.file = file;
    set("+0");
  }

  static Optional<Path> library() {
    return LIBRARIES.stream().filter(Files::exists).findFirst();
  }

  public static boolean canBeWrong() {
    return library().isPresent();
  }

  /** How far it is off: a sign, a number and s, m, h or d. */
  public void set(String offset) throws IOException {
    Files.writeString(file, offset + "\n");
  }

  /** What makes a program follow it. Only the time of day is wrong: nothing sets the other one. */
  Map<String, String> environment() {
    return library()
        .map(library ->
            Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1"))
        .orElseGet(Map::of);
  }
}
