package io.holdfast.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A third worker, in another network, without a sight of the volumes' directory. */
class RemoteWorkerIT {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Pattern DATABASE_URL = Pattern.compile("\"databaseUrl\":\"([^\"]+)\"");
  private static final int BACKUPS = 10;
  private static final int VOLUME_BYTES = 24 << 20;

  @TempDir Path directory;

  @Test
  void a_worker_elsewhere_joins_with_one_setting_and_takes_its_share() throws Exception {
    Path data = directory.resolve("data");
    Path volumes = Files.createDirectories(data.resolve("volumes"));
    for (int i = 0; i < BACKUPS; i++) {
      byte[] content = new byte[VOLUME_BYTES];
      new Random(i).nextBytes(content);
      Files.write(volumes.resolve("disk-" + i + ".raw"), content);
    }
    try (NetworkNamespace elsewhere = new NetworkNamespace();
        Command up =
            Command.start(
                "up", "--data", data.toString(), "--port", "0", "--listen", elsewhere.here())) {
      up.awaitPrinted("Ctrl-C ends all of it in order.", START);
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> holdfast(data, "volume", "list").contains("disk-" + (BACKUPS - 1)));
      try (Command worker =
          Command.startBehind(
              elsewhere.insideWithout(volumes.toString()),
              "worker",
              "--database-url",
              databaseUrl(data),
              "--host",
              "elsewhere")) {
        await()
            .atMost(START)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> holdfast(data, "worker", "list").matches("(?s).*elsewhere +up .*"));

        // Two at a time: one that is done before the next is asked for leaves all to one worker.
        for (int i = 0; i < BACKUPS; i += 2) {
          try (Command one = backUp(data, i);
              Command other = backUp(data, i + 1)) {
            assertThat(one.awaitEnd()).as(one.printed()).isZero();
            assertThat(other.awaitEnd()).as(other.printed()).isZero();
          }
        }
        await()
            .atMost(START)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> count(holdfast(data, "backup", "list"), " available ") == BACKUPS);

        String tasks = holdfast(data, "task", "list", "--kind", "backup");
        assertThat(count(tasks, " elsewhere ")).as(tasks).isBetween(1, BACKUPS - 1);
        holdfast(data, "restore", "backup-7", "--to", "disk-8", "--wait");
        assertThat(Files.mismatch(volumes.resolve("disk-7.raw"), volumes.resolve("disk-8.raw")))
            .isEqualTo(-1);
        worker.interrupt();
        worker.awaitEnd();
      }
    }
    assertThat(Processes.on(data)).isEmpty();
  }

  private static String holdfast(Path data, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return Command.run(0, all.toArray(String[]::new));
  }

  private static Command backUp(Path data, int disk) throws Exception {
    return Command.start(
        "backup", "create", "disk-" + disk, "--name", "backup-" + disk, "--data", data.toString());
  }

  private static int count(String text, String part) {
    return (int) Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  private static String databaseUrl(Path data) throws Exception {
    Matcher url = DATABASE_URL.matcher(Files.readString(data.resolve("run/console.ready")));
    assertThat(url.find()).isTrue();
    return url.group(1);
  }
}
