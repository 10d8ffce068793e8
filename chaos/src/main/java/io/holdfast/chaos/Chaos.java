package io.holdfast.chaos;

import io.holdfast.chaos.check.Emptied;
import io.holdfast.chaos.check.Restores;
import io.holdfast.chaos.load.Consoles;
import io.holdfast.chaos.load.Load;
import io.holdfast.chaos.load.Model;
import io.holdfast.chaos.place.Crew;
import io.holdfast.chaos.place.Network;
import io.holdfast.chaos.place.Place;
import io.holdfast.chaos.place.Traces;
import io.holdfast.cli.Holdfast;
import io.holdfast.cli.data.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./holdfast chaos}. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Runs consoles, volume services and workers in network namespaces under load, breaks them"
          + " and",
      "the links between them, and checks after each sequence that nothing is lost or left over.",
      "Needs root, iproute2 and iptables."
    })
public final class Chaos implements Callable<Integer> {

  private static final Path MEMORY = Path.of("/dev/shm");

  /** What the exit status says where namespaces cannot be had, as for skipped tests elsewhere. */
  static final int CANNOT_RUN = 77;

  @Option(names = "--sequences", defaultValue = "5", paramLabel = "N")
  int sequences;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Sequence i draws its faults from S + i; else a random one.")
  @Nullable Long seed;

  @Option(names = "--volumes", defaultValue = "24", paramLabel = "N")
  int volumes;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      paramLabel = "N",
      description = "How long a sequence's load runs.")
  int seconds;

  @Option(names = "--faults", defaultValue = "6", paramLabel = "N", description = "In a sequence.")
  int faults;

  @Option(names = "--consoles", defaultValue = "2", paramLabel = "N")
  int consoles;

  @Option(names = "--volume-services", defaultValue = "2", paramLabel = "N")
  int volumeServices;

  @Option(names = "--workers", defaultValue = "3", paramLabel = "N")
  int workers;

  @Option(names = "--directory", paramLabel = "DIR", description = "Else memory (/dev/shm).")
  @Nullable Path directory;

  @Option(names = "--verbose", description = "Says when each phase of a sequence ended.")
  boolean verbose;

  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicBoolean interrupted = new AtomicBoolean();

  public static void main(String[] arguments) {
    System.exit(Holdfast.program(new Chaos()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    String whyNot = Network.whyNot();
    if (!whyNot.isEmpty()) {
      System.out.println("Skipped: network namespaces cannot be had here. " + whyNot);
      return CANNOT_RUN;
    }
    long first = seed == null ? new Random().nextInt(1_000_000) : seed;
    Path base = directory != null ? directory : Files.isWritable(MEMORY) ? MEMORY : Path.of("/tmp");
    Path home = Files.createTempDirectory(base, "holdfast-chaos-");
    Traces traces = new Traces();
    traces.add(() -> leave(home));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(traces)));
    int passed = 0;
    Crew crew = Crew.of(consoles, volumeServices, workers);
    try (traces) {
      passed = run(new Place(home, crew, sequences > 1, traces), first);
    }
    System.out.printf("%d passed, %d failed%n", passed, sequences - passed);
    return passed == sequences ? 0 : 1;
  }

  private int run(Place place, long first) throws Exception {
    int passed = 0;
    Model model = new Model();
    try (Consoles clients = new Consoles(place.start())) {
      Load load = new Load(place, clients, model, volumes, new Random(first));
      Restores restores = new Restores(place, clients, model);
      Sequence sequence =
          new Sequence(place, load, model, restores, Duration.ofSeconds(seconds), faults, verbose);
      System.out.printf(
          "%d sequences from seed %d, %d volumes, in %s%n",
          sequences, first, volumes, place.directory());
      for (int i = 0; i < sequences; i++) {
        long start = System.nanoTime();
        Sequence.Result result = sequence.run(first + i);
        List<String> wrong = new ArrayList<>(result.wrong());
        if (i == sequences - 1 && wrong.isEmpty()) {
          wrong.addAll(restores.sample(Integer.MAX_VALUE, new Random(first)));
          wrong.addAll(new Emptied(place, clients, load.repository()).check());
        }
        tell(first + i, result, wrong, (System.nanoTime() - start) / 1e9);
        if (wrong.isEmpty()) {
          passed++;
        } else {
          // What follows would only show the same again.
          failed.set(true);
          break;
        }
      }
    } catch (Exception e) {
      failed.set(true);
      throw e;
    }
    return passed;
  }

  private static void tell(long seed, Sequence.Result result, List<String> wrong, double seconds) {
    System.out.printf(
        "seed %d: %s; %d faults: %s; %s, %.0f s%n",
        seed,
        wrong.isEmpty() ? "passed" : "FAILED",
        result.faults().size(),
        String.join(", ", result.faults().stream().map(Object::toString).toList()),
        result.figures(),
        seconds);
    wrong.forEach(line -> System.out.println("  " + line));
  }

  /** By Ctrl-C; at any other end there is nothing to undo any more. */
  private void interrupt(Traces traces) {
    interrupted.set(true);
    traces.close();
  }

  private void leave(Path home) throws IOException {
    if (failed.get() && !interrupted.get()) {
      System.out.println("Kept for a look: " + home.resolve("logs") + " and what lies beside it.");
    } else {
      Directories.delete(home);
    }
  }
}
