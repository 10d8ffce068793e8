package io.holdfast.chaos.place;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands of the system, run to their end. */
final class Command {

  private Command() {}

  /** Its output; anything but a good end is an error that says what the command said. */
  static String run(String... command) throws IOException, InterruptedException {
    return run(List.of(command));
  }

  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          "`%s` ended with %d: %s".formatted(String.join(" ", command), status, said.strip()));
    }
    return said;
  }
}
