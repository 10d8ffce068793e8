package io.holdfast.cli.mount;

import io.holdfast.cli.api.Access;
import io.holdfast.cli.api.Api;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.program.JavaCommand;
import io.holdfast.cli.program.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/**
 * Files of a backup that a worker exports meanwhile: the program that knows file systems runs here
 * and reads from there.
 */
final class RemoteFiles {
  /** A secret, and so not among the program's arguments. */
  private static final String ADDRESS = "HOLDFAST_NBD_URI";

  private RemoteFiles() {}

  /** The program's exit status. */
  static int run(Access access, PrintWriter err, String backup, List<String> arguments) {
    // Before a worker is asked for anything.
    List<String> command = JavaCommand.of(Program.MOUNT, Program.MOUNT.heap(), arguments);
    try (Api api = new Api(access);
        RemoteMount mount = RemoteMount.begin(api, err, backup, false)) {
      ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
      builder.environment().put(ADDRESS, mount.address().uri());
      Process program = builder.start();
      program.onExit().thenRun(mount::over);
      try {
        mount.renewUntilOver();
        return program.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return ExitCode.CANCELLED.status();
      } finally {
        program.destroy();
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED, "The program that reads files cannot start: " + Failure.reason(e), e);
    }
  }
}
