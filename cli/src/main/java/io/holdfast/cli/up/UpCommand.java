package io.holdfast.cli.up;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.sample.SampleVolumes;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./holdfast up}. */
@Command(
    name = "up",
    description = {
      "Starts everything on this machine: console with its database, volume service, workers.",
      "Runs until Ctrl-C, which ends all of it in order. The next `up` goes on with the same data."
    })
public final class UpCommand implements Callable<Integer> {

  private static final int DEFAULT_PORT = 8080;
  private static final String LOOPBACK = "127.0.0.1";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept; else HOLDFAST_DATA, else data/.")
  @Nullable Path dataOption;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the console; else 8080 or the next free one. 0 takes any.")
  @Nullable Integer port;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many workers (${DEFAULT-VALUE}).")
  int workers;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = LOOPBACK,
      description = {
        "Address of this machine where database, grid and volume service listen"
            + " (${DEFAULT-VALUE}),",
        "so that workers on other machines can join. The network between them must be trusted."
      })
  String listen;

  @Option(
      names = "--console-listen",
      paramLabel = "ADDRESS",
      defaultValue = LOOPBACK,
      description =
          "Address of this machine where the console's pages and API are (${DEFAULT-VALUE}).")
  String consoleListen;

  @Option(names = "--without-samples", description = "Make no sample volumes at the first start.")
  boolean withoutSamples;

  @Spec CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    DataDirectory data = DataDirectory.of(dataOption, System.getenv());
    Narration narration = new Narration(out(), InstantSource.system());
    data.create();
    try (DataLock lock = DataLock.take(data)) {
      narration.print("Holdfast keeps its data in " + data.root() + "\n");
      AdministratorPassword password = AdministratorPassword.of(data);
      makeSamples(data, narration);
      StackPlan plan =
          new StackPlan(
              data,
              consoleListen,
              choosePort(narration),
              listen,
              DatabasePort.choose(data, listen, narration),
              workers);
      run(new Stack(plan, narration), data, lock, password, narration);
      return ExitCode.OK.status();
    }
  }

  private void run(
      Stack stack,
      DataDirectory data,
      DataLock lock,
      AdministratorPassword password,
      Narration narration)
      throws IOException, InterruptedException {
    AtSignal atSignal = AtSignal.run(() -> endInOrder(stack, lock, narration));
    try {
      URI console = stack.start(password.value());
      lock.describe(console.toString());
      String commands = allowCommands(data, console, password);
      narration.print(Welcome.text(console, data, password, commands));
      new CountDownLatch(1).await();
    } finally {
      // Reached only when something went wrong: a signal ends the process in its own way.
      atSignal.withdraw();
      stack.stop();
    }
  }

  private static void endInOrder(Stack stack, DataLock lock, Narration narration) {
    narration.print("\nEnding in order: workers, volume service, console with its database.\n");
    int status = ExitCode.OK.status();
    try {
      stack.stop();
      lock.close();
      narration.print("Ended. The next `./holdfast up` goes on with the same data.\n");
    } catch (IOException | InterruptedException e) {
      narration.print("The end was not in order: " + Failure.reason(e) + "\n");
      status = ExitCode.FAILED.status();
    }
    // To be ended by a signal is how this command ends; a shell should not take it for a failure.
    Runtime.getRuntime().halt(status);
  }

  private static String allowCommands(
      DataDirectory data, URI console, AdministratorPassword password) throws IOException {
    try {
      CommandLineToken.renew(data, console, password.value());
      return "./holdfast volume list, ./holdfast --help";
    } catch (Failure failure) {
      if (failure.exitCode() != ExitCode.NOT_PERMITTED) {
        throw failure;
      }
      return "need a token (HOLDFAST_TOKEN), as the password was changed";
    }
  }

  private void makeSamples(DataDirectory data, Narration narration) throws IOException {
    if (Files.exists(data.volumes())) {
      return;
    }
    if (withoutSamples) {
      Files.createDirectories(data.volumes());
      return;
    }
    narration.say("samples", "making volumes to try things on, in " + data.volumes());
    new SampleVolumes(
            new SplittableRandom(new SecureRandom().nextLong()),
            remark -> narration.say("samples", remark))
        .make(data.volumes());
  }

  private int choosePort(Narration narration) {
    if (port != null) {
      if (!Ports.isFree(consoleListen, port)) {
        throw new Failure(
            ExitCode.REFUSED,
            "Port %d is taken at %s. Name another with --port, or none, and a free one is found."
                .formatted(port, consoleListen));
      }
      return port == 0 ? Ports.any(consoleListen) : port;
    }
    int free = Ports.firstFree(consoleListen, DEFAULT_PORT);
    if (free != DEFAULT_PORT) {
      narration.say("console", "port " + DEFAULT_PORT + " is taken; using " + free);
    }
    return free;
  }

  private void check() {
    if (workers < 0 || workers > 64) {
      throw Failure.usage("--workers must lie between 0 and 64, but is " + workers + ".");
    }
    if (port != null && (port < 0 || port > 65535)) {
      throw Failure.usage("--port must lie between 0 and 65535, but is " + port + ".");
    }
    Ports.requireOwnAddress(listen);
    Ports.requireOwnAddress(consoleListen);
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
