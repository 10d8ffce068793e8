package io.holdfast.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The processes of a data directory, found as an administrator would. */
public final class Processes {

  private static final Pattern PID = Pattern.compile("\"pid\"\\s*:\\s*(\\d+)");

  private Processes() {}

  /** The process of a child, by the file that {@code up} keeps of it. */
  public static ProcessHandle child(Path data, String name) throws IOException {
    Matcher pid = PID.matcher(Files.readString(data.resolve("run").resolve(name + ".process")));
    if (!pid.find()) {
      throw new IOException("no pid in " + pid);
    }
    return ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();
  }

  /** The database's main process, if it runs. */
  static Optional<ProcessHandle> database(Path data) throws IOException {
    Path file = data.resolve("postgres/postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()));
  }

  /** All processes that name the directory in their command line, but for this one. */
  static List<String> on(Path data) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .flatMap(process -> commandLine(process).stream())
        .filter(line -> line.contains(data.toString()))
        .toList();
  }

  private static Optional<String> commandLine(ProcessHandle process) {
    try {
      return Optional.of(
          Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' '));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
