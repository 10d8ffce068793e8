package io.holdfast.cli.up;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells one process from every other, those that get its number later included.
 *
 * @param pid its number
 * @param startedAt when it started, in the kernel's own unit: compared, never shown
 * @param commandPart something that is in its command line and in no other program's
 */
record ProcessMark(long pid, long startedAt, String commandPart) {

  private static final Path PROC = Path.of("/proc");

  /** Field 22 of {@code /proc/PID/stat}, counted behind the name in brackets. */
  private static final int START_TIME = 19;

  /** The mark of a process that runs. */
  static ProcessMark of(ProcessHandle process, String commandPart) {
    return new ProcessMark(process.pid(), startedAt(process), commandPart);
  }

  /** The process, if it still runs. One that ended but was not waited for yet does not. */
  Optional<ProcessHandle> running() {
    return ProcessHandle.of(pid)
        .filter(ProcessMark::isAlive)
        .filter(process -> startedAt(process) == startedAt)
        .filter(process -> commandLine(process).contains(commandPart));
  }

  /** Whether a process runs; a zombie does not, even though its number is still taken. */
  static boolean isAlive(ProcessHandle process) {
    return process.isAlive() && !stat(process).startsWith("Z");
  }

  /** The command line with blanks between the arguments; empty when it cannot be read. */
  static String commandLine(ProcessHandle process) {
    try {
      byte[] arguments = Files.readAllBytes(PROC.resolve(process.pid() + "/cmdline"));
      return new String(arguments, StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }

  private static long startedAt(ProcessHandle process) {
    List<String> fields = Pattern.compile(" ").splitAsStream(stat(process)).toList();
    return fields.size() > START_TIME
        ? Long.parseLong(fields.get(START_TIME))
        : process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** The process's state and what follows it; empty where there is no {@code /proc}. */
  private static String stat(ProcessHandle process) {
    try {
      String stat = Files.readString(PROC.resolve(process.pid() + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 1).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
