package io.holdfast.bench.whole;

import io.holdfast.bench.installation.Installation;
import io.holdfast.bench.session.Sessions;
import io.holdfast.bench.whole.CommandTool.Peer;
import io.holdfast.cli.Holdfast;
import io.holdfast.cli.api.Api;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.output.Pause;
import io.holdfast.cli.output.Sizes;
import io.holdfast.cli.output.Table;
import io.holdfast.cli.up.Narration;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./holdfast bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = Sessions.class,
    description = {
      "Measures backups and restores of one image by Holdfast, by peers and by the processor's own",
      "limit, in turn on this machine. Prints medians, and ratios to Holdfast."
    })
public final class Bench implements Callable<Integer> {

  private static final long SEED = 42;
  private static final String FULL = "full";
  private static final String RESCAN = "rescan, 1 % changed";
  private static final String RESTORE = "restore";
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(10);

  @Option(names = "--image", paramLabel = "FILE", description = "Else one is made, with a seed.")
  @Nullable Path given;

  @Option(names = "--size", defaultValue = "4GiB", converter = Sizes.class)
  long sizeBytes;

  @Option(names = "--peers", split = ",", paramLabel = "NAME", description = "restic, borg, cinder")
  List<String> peers = List.of();

  @Option(names = "--rounds", defaultValue = "3")
  int rounds;

  @Option(names = "--workers", defaultValue = "1")
  int workers;

  @Option(
      names = "--two",
      description = "Also backs up two images, one after the other and at once.")
  boolean two;

  @Option(
      names = "--delay",
      paramLabel = "MS",
      description = {
        "Puts a link between volume service and worker, and does each round twice: without a",
        "delay and with so much in each direction. The environment has to send workers there",
        "(without it, the option says how)."
      })
  @Nullable Integer delayMillis;

  @Option(
      names = "--repository-delay",
      paramLabel = "MS",
      description = {
        "Puts a link between worker and repository (SFTP, by sshfs), and does each round twice:",
        "without a delay and with so much in each direction."
      })
  @Nullable Integer repositoryDelayMillis;

  @Option(names = "--directory", paramLabel = "DIR", description = "Else memory (/dev/shm).")
  @Nullable Path directory;

  @Option(names = "--json", paramLabel = "FILE")
  @Nullable Path json;

  private final Map<String, Map<String, List<Double>>> measured = new LinkedHashMap<>();
  private @Nullable FreshMemory freshMemory;
  private final Narration narration =
      new Narration(new PrintWriter(System.out, true), InstantSource.system());

  public static void main(String[] arguments) {
    System.exit(Holdfast.program(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<String> needed = new ArrayList<>(peers);
    if (repositoryDelayMillis != null) {
      needed.add("link");
    }
    int status = PeerPackages.install(needed);
    if (status != 0) {
      return status;
    }
    Installation installation = new Installation(directory, workers, narration);
    Path image = installation.volumes().resolve("bench.raw");
    SeededImage seeded = new SeededImage(image, SEED);
    if (given == null) {
      narration.say("bench", "making an image of " + Sizes.text(sizeBytes));
      seeded.make(sizeBytes);
    } else {
      copy(given, image);
    }
    freshMemory = new FreshMemory(installation.place(), Files.size(image));
    narration.say("bench", "measuring the processor's own limit");
    ProcessorLimits limits = ProcessorLimits.of(image);
    try (DelayedLink link = delayMillis == null ? null : DelayedLink.ofVolumeService();
        RepositoryLink far =
            repositoryDelayMillis == null
                ? null
                : new RepositoryLink(
                    installation.place().resolve("far"), installation.repository())) {
      compare(installation, image, seeded, link, far);
    }
    report(limits, image);
    return 0;
  }

  /** Holes stay holes. */
  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    if (!Files.isReadable(from) || Files.size(from) == 0) {
      throw new Failure(
          ExitCode.USAGE,
          "The image %s cannot be read, or is empty. Give a file with --image.".formatted(from));
    }
    List<String> command = List.of("cp", "--no-preserve=all", from.toString(), to.toString());
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new Failure(
          ExitCode.FAILED,
          "The image %s could not be copied to %s; cp says why above. Another place for it is chosen with --directory."
              .formatted(from, to));
    }
  }

  private void compare(
      Installation installation,
      Path image,
      SeededImage seeded,
      @Nullable DelayedLink link,
      @Nullable RepositoryLink far)
      throws Exception {
    URI console = installation.start();
    try (Api api = installation.api(console)) {
      // A worker warms up after its start; "first" is the first backup of one that runs.
      Pause.of(SETTLES_WITHIN);
      HoldfastTool holdfast = new HoldfastTool(api, image, installation.volumes());
      List<Tool> tools = new ArrayList<>(List.of(holdfast));
      for (String peer : peers) {
        for (Peer named : Peer.named(peer)) {
          tools.add(new CommandTool(named, image, installation.place()));
        }
      }
      for (int round = 1; round <= rounds; round++) {
        narration.say("bench", "round %d of %d".formatted(round, rounds));
        round(round == 1 ? FULL + ", first" : FULL, "", holdfast, tools, seeded);
        if (link != null && delayMillis != null) {
          link.delay(Duration.ofMillis(delayMillis));
          round(FULL, ", %d ms each way".formatted(delayMillis), holdfast, tools, seeded);
          link.delay(Duration.ZERO);
        }
        if (far != null && repositoryDelayMillis != null) {
          far.delay(Duration.ofMillis(repositoryDelayMillis));
          round(
              FULL,
              ", repository %d ms away".formatted(repositoryDelayMillis),
              holdfast,
              tools,
              seeded);
          far.delay(Duration.ZERO);
        }
      }
      if (two) {
        narration.say("bench", "two volumes");
        Path second = installation.volumes().resolve("bench-2.raw");
        new SeededImage(second, SEED + 1).make(Files.size(image));
        sharing(holdfast, new HoldfastTool(api, second, installation.volumes()));
      }
    }
  }

  /**
   * @param full what its full backup is called
   * @param where follows what each step is called
   */
  private void round(
      String full, String where, HoldfastTool holdfast, List<Tool> tools, SeededImage seeded)
      throws Exception {
    for (Tool tool : tools) {
      measure(tool, full + where, Tool::full);
    }
    seeded.change();
    for (Tool tool : tools) {
      measure(tool, RESCAN + where, Tool::rescan);
    }
    for (Tool tool : tools) {
      measure(tool, RESTORE + where, Tool::restore);
    }
    measure(holdfast, "restore over, 1 % differs" + where, _ -> holdfast.restoreOver(0));
    // The volume service has seen what that wrote.
    measure(holdfast, "incremental, 1 % known to have changed" + where, Tool::rescan);
    for (Tool tool : tools) {
      tool.forget();
    }
  }

  /** Two images with nothing in common, each alone and both at once. */
  private void sharing(HoldfastTool one, HoldfastTool other) throws Exception {
    for (int round = 1; round <= rounds; round++) {
      double alone = one.full();
      one.forget();
      alone += other.full();
      other.forget();
      measure("one after the other", "two volumes", alone);
      measure(one.name(), "two volumes", one.fullWith(other));
      one.forget();
      other.forget();
    }
  }

  private interface Step {
    double seconds(Tool tool) throws Exception;
  }

  private void measure(Tool tool, String what, Step step) throws Exception {
    if (freshMemory != null) {
      freshMemory.touch();
    }
    measure(tool.name(), what, step.seconds(tool));
  }

  private void measure(String tool, String what, double seconds) {
    narration.say("bench", "%s: %s %.2f s".formatted(what, tool, seconds));
    measured
        .computeIfAbsent(what, key -> new LinkedHashMap<>())
        .computeIfAbsent(tool, key -> new ArrayList<>())
        .add(seconds);
  }

  private void report(ProcessorLimits limits, Path image) throws IOException {
    Map<String, Double> limitOf =
        Map.of(
            FULL + ", first",
            limits.fullSeconds(),
            FULL,
            limits.fullSeconds(),
            RESCAN,
            limits.rescanSeconds(),
            RESTORE,
            limits.restoreSeconds());
    Table table = new Table("WHAT", "TOOL", "SECONDS>", "TO HOLDFAST>");
    Map<String, Object> result = new LinkedHashMap<>();
    measured.forEach((what, tools) -> {
      double own = median(tools.get("holdfast"));
      Map<String, Double> medians = new LinkedHashMap<>();
      tools.forEach((tool, times) -> medians.put(tool, median(times)));
      if (limitOf.containsKey(what)) {
        medians.put("limit", limitOf.get(what));
      }
      medians.forEach((tool, seconds) ->
          table.row(what, tool, "%.2f".formatted(seconds), "%.2f".formatted(seconds / own)));
      result.put(what, medians);
    });
    narration.print(
        "%n%s of image, %d cores, medians of %d rounds; the limit is what the stages alone take"
                .formatted(
                    Sizes.text(Files.size(image)),
                    Runtime.getRuntime().availableProcessors(),
                    rounds)
            + System.lineSeparator()
            + table.text());
    if (json != null) {
      Files.writeString(json, JsonMapper.shared().writeValueAsString(result));
    }
  }

  private static double median(@Nullable List<Double> values) {
    List<Double> sorted = (values == null ? List.<Double>of() : values).stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }
}
