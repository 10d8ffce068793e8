package io.holdfast.ui;

import io.holdfast.start.Command;
import io.holdfast.start.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All of Holdfast, started as a newcomer does, on a directory of its own. */
final class Installation implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(4);
  private static final String STARTED = "Ctrl-C ends all of it in order.";
  private static final Pattern ADDRESS = Pattern.compile("Holdfast runs: +(\\S+)");
  private static final Pattern PASSWORD = Pattern.compile("password +(\\S+)");

  private final Command up;
  private final Path data;

  private Installation(Command up, Path data) {
    this.up = up;
    this.data = data;
  }

  static Installation start(Path directory) throws Exception {
    Path data = directory.resolve("data");
    Command up = Command.start("up", "--data", data.toString(), "--port", "0");
    up.awaitPrinted(STARTED, START);
    return new Installation(up, data);
  }

  String address() {
    return printed(ADDRESS);
  }

  String password() {
    return printed(PASSWORD);
  }

  /** Where new raw images become volumes. */
  Path volumes() {
    return data.resolve("volumes");
  }

  /** Runs a command of it, which must succeed. */
  void run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    Command.run(0, all.toArray(String[]::new));
  }

  /** Ends the console as a failure would; {@code up} starts it again. */
  void killConsole() throws IOException {
    ProcessHandle console = Processes.child(data, "console");
    console.destroyForcibly();
    console.onExit().join();
  }

  private String printed(Pattern pattern) {
    Matcher matcher = pattern.matcher(up.printed());
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in: " + up.printed());
    }
    return matcher.group(1);
  }

  /** As Ctrl-C does. */
  @Override
  public void close() throws InterruptedException {
    up.close();
  }
}
