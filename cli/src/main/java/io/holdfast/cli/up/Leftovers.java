package io.holdfast.cli.up;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Ends what an earlier start left when it was killed. Only processes that are recognised by number,
 * start time and command line are touched.
 */
final class Leftovers {

  private Leftovers() {}

  /**
   * Ends them in the order in which they would have been ended: workers first, the console last.
   */
  static void end(DataDirectory data, Narration narration)
      throws IOException, InterruptedException {
    List<ChildRecord> records =
        ChildRecord.readAll(data.run()).stream()
            .sorted(Comparator.comparing(ChildRecord::program, Comparator.reverseOrder()))
            .toList();
    for (ChildRecord left : records) {
      Optional<ProcessHandle> process = left.mark().running();
      if (process.isPresent()) {
        narration.say(
            left.name(), "is left of an earlier start (pid " + left.mark().pid() + "); ending it");
        Ending.end(left.name(), process.get(), ChildPlan.stopWithin(left.program()), narration);
      }
      ChildRecord.delete(data.run(), left.name());
    }
  }

  /**
   * Ends the embedded database if it runs without its console, which was killed. The console of the
   * next start would take it over; after the last stop nothing may be left.
   */
  static void endDatabase(DataDirectory data, Narration narration)
      throws IOException, InterruptedException {
    Optional<ProcessHandle> database = database(data.postgres());
    if (database.isPresent()) {
      long pid = database.get().pid();
      narration.say("database", "runs on without its console (pid " + pid + "); ending it");
      // SIGINT: PostgreSQL's fast way, which ends sessions but writes everything down.
      new ProcessBuilder("kill", "-INT", String.valueOf(pid)).inheritIO().start().waitFor();
      if (!Ending.gone(database.get(), ChildPlan.stopWithin(Program.CONSOLE))) {
        Ending.end("database", database.get(), ChildPlan.stopWithin(Program.CONSOLE), narration);
      }
    }
  }

  /** The process that has this database open. */
  static Optional<ProcessHandle> database(Path postgres) throws IOException {
    try {
      List<String> lines = Files.readAllLines(postgres.resolve("postmaster.pid"));
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
              .filter(ProcessMark::isAlive)
              .filter(process -> isDatabase(ProcessMark.commandLine(process), postgres));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isDatabase(String commandLine, Path postgres) {
    return commandLine.contains("postgres") && commandLine.contains(postgres.toString());
  }
}
