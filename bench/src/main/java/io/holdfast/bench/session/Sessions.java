package io.holdfast.bench.session;

import io.holdfast.bench.installation.Installation;
import io.holdfast.cli.api.Api;
import io.holdfast.cli.output.Pause;
import io.holdfast.cli.output.Sizes;
import io.holdfast.cli.up.Narration;
import io.holdfast.cli.up.StackPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./holdfast bench sessions}. */
@Command(
    name = "sessions",
    mixinStandardHelpOptions = true,
    description = {
      "Opens many pages of the console at once. Says what opening one takes, what each keeps of",
      "the console's memory, and how long a change takes to all of them."
    })
public final class Sessions implements Callable<Integer> {

  private static final List<String> VIEWS = List.of("", "volumes", "backups", "tasks");
  private static final int WARM_UP = 8;

  /** Of a volume: what is backed up is not what is measured. */
  private static final int BYTES = 1 << 20;

  private static final long GIVE_UP_SECONDS = 30;
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

  @Option(names = "--count", defaultValue = "200", paramLabel = "N")
  int count;

  @Option(names = "--changes", defaultValue = "10", paramLabel = "N")
  int changes;

  @Option(names = "--volumes", defaultValue = "50", paramLabel = "N")
  int volumes;

  @Option(names = "--directory", paramLabel = "DIR", description = "Else memory (/dev/shm).")
  @Nullable Path directory;

  private final Narration narration =
      new Narration(new PrintWriter(System.out, true), InstantSource.system());

  @Override
  public Integer call() throws Exception {
    Installation installation = new Installation(directory, 1, narration);
    for (int i = 0; i < volumes; i++) {
      Files.write(installation.volumes().resolve("volume-%02d.raw".formatted(i)), new byte[BYTES]);
    }
    URI console = installation.start();
    List<OpenPage> pages = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient();
        Api api = installation.api(console)) {
      List<String> ids = available(api);
      // What the first of each kind brings into memory is not a session's.
      for (int i = 0; i < WARM_UP; i++) {
        pages.add(open(console, installation.password(), i, client));
      }
      long before = usedBytes();
      List<Long> opened = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        pages.add(open(console, installation.password(), i, client));
        opened.add(System.nanoTime() - start);
      }
      long after = usedBytes();
      narration.print(
          "%d pages opened one after the other, each with its sign-in: %s%n%s each, %s in all%n"
              .formatted(
                  count,
                  distribution(opened),
                  Sizes.text((after - before) / count),
                  Sizes.text(after)));
      tell(api, ids, pages);
      // Before the client, which waits for what is open.
      pages.forEach(OpenPage::close);
    }
    return 0;
  }

  private static OpenPage open(URI console, String password, int index, HttpClient client)
      throws IOException, InterruptedException {
    String view = VIEWS.get(index % VIEWS.size());
    return OpenPage.of(console, StackPlan.ADMINISTRATOR, password, view, client);
  }

  /** A change that every view shows: a backup of one volume is asked for. */
  private void tell(Api api, List<String> ids, List<OpenPage> pages) throws Exception {
    List<Long> told = new ArrayList<>();
    List<Long> last = new ArrayList<>();
    int never = 0;
    for (int i = 0; i < changes; i++) {
      Pause.of(QUIET);
      List<CompletableFuture<Long>> waiting = pages.stream().map(OpenPage::nextTold).toList();
      long start = System.nanoTime();
      api.post("/backups", Map.of("volumeId", ids.get(i % ids.size()), "name", "bench"));
      long latest = 0;
      for (CompletableFuture<Long> each : waiting) {
        try {
          long took = each.get(GIVE_UP_SECONDS, TimeUnit.SECONDS) - start;
          told.add(took);
          latest = Math.max(latest, took);
        } catch (TimeoutException e) {
          never++;
        }
      }
      last.add(latest);
    }
    narration.print(
        "%d changes, until a page was told: %s; until all were: %s; never told: %d%n"
            .formatted(changes, distribution(told), distribution(last), never));
  }

  private List<String> available(Api api) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    while (ids.size() < volumes) {
      Pause.of(QUIET);
      ids.clear();
      api.get("/volumes?status=available&limit=" + volumes)
          .path("items")
          .forEach(volume -> ids.add(volume.path("id").asString("")));
    }
    return ids;
  }

  private static String distribution(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    return "median %d ms, 95 %% within %d ms, at most %d ms"
        .formatted(
            millis(sorted.get(sorted.size() / 2)),
            millis(sorted.get(Math.min(sorted.size() - 1, sorted.size() * 95 / 100))),
            millis(sorted.getLast()));
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** What the console holds on its heap after a collection. */
  private static long usedBytes() throws IOException, InterruptedException {
    long console =
        ProcessHandle.current()
            .descendants()
            .filter(it -> it.info().commandLine().orElse("").contains("console.jar"))
            .findFirst()
            .orElseThrow(() -> new IOException("no console runs below this process"))
            .pid();
    // It counts what is reached, after a collection.
    Matcher total = TOTAL.matcher(command(console, "GC.class_histogram"));
    if (!total.find()) {
      throw new IOException("the console does not say how much of its heap is used");
    }
    return Long.parseLong(total.group(1));
  }

  private static String command(long pid, String what) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                what)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd %s failed: %s".formatted(what, output));
    }
    return output;
  }
}
