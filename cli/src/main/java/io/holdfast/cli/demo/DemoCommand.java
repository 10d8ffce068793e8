package io.holdfast.cli.demo;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.data.Directories;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.output.Durations;
import io.holdfast.cli.sample.SampleVolumes;
import io.holdfast.cli.up.AdministratorPassword;
import io.holdfast.cli.up.AtSignal;
import io.holdfast.cli.up.CommandLineToken;
import io.holdfast.cli.up.Narration;
import io.holdfast.cli.up.Ports;
import io.holdfast.cli.up.Stack;
import io.holdfast.cli.up.StackPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./holdfast demo}. */
@Command(
    name = "demo",
    description = {
      "Shows and checks the whole job on a temporary directory: backs up, changes, backs up again,",
      "restores, compares every byte, verifies, deletes. Status 0 only if all of it held."
    })
public final class DemoCommand implements Callable<Integer> {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int FIRST_DATABASE_PORT = 16432;
  private static final int WORKERS = 2;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where the temporary directory is made; else the system's. It takes about 2 GiB.")
  @Nullable Path directory;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    long startedAt = System.nanoTime();
    Narration narration = new Narration(command.commandLine().getOut(), InstantSource.system());
    DataDirectory data = new DataDirectory(temporaryDirectory());
    data.create();
    Stack stack =
        new Stack(
            new StackPlan(
                data,
                LOOPBACK,
                Ports.any(LOOPBACK),
                LOOPBACK,
                Ports.firstFree(LOOPBACK, FIRST_DATABASE_PORT),
                WORKERS),
            narration);
    AtSignal atSignal = AtSignal.run(() -> interrupted(stack, data, narration));
    try {
      DemoReport report = demonstrate(stack, data, narration);
      narration.print(report.text());
      return (report.allHeld() ? ExitCode.OK : ExitCode.FAILED).status();
    } finally {
      atSignal.withdraw();
      leaveNothing(stack, data);
      narration.print(
          "Nothing is left behind. It took %s.%n"
              .formatted(Durations.text(Durations.since(startedAt))));
    }
  }

  private DemoReport demonstrate(Stack stack, DataDirectory data, Narration narration)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    narration.say("demo", "everything happens in " + data.root());
    new SampleVolumes(random, remark -> narration.say("samples", remark)).make(data.volumes());
    AdministratorPassword password = AdministratorPassword.of(data);
    URI console = stack.start(password.value());
    try (Api api = new Api(CommandLineToken.renew(data, console, password.value()))) {
      return new Demonstration(
              new DemoClient(api),
              data.volumes(),
              data.root().resolve("references"),
              random,
              step -> narration.say("demo", step))
          .run();
    }
  }

  private Path temporaryDirectory() {
    try {
      return directory == null
          ? Files.createTempDirectory("holdfast-demo-")
          : Files.createTempDirectory(directory, "holdfast-demo-");
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "Cannot make a temporary directory: "
              + Failure.reason(e)
              + ". Name another place with --directory DIR.",
          e);
    }
  }

  private static void interrupted(Stack stack, DataDirectory data, Narration narration) {
    narration.print("\nInterrupted: ending all of it and deleting " + data.root() + "\n");
    try {
      leaveNothing(stack, data);
    } catch (IOException | InterruptedException e) {
      narration.print("That failed: " + Failure.reason(e) + "\n");
    }
    Runtime.getRuntime().halt(ExitCode.CANCELLED.status());
  }

  private static void leaveNothing(Stack stack, DataDirectory data)
      throws IOException, InterruptedException {
    stack.stop();
    Directories.delete(data.root());
  }
}
