package io.holdfast.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The steps of {@code docs/lost-database.md}. */
@EnabledIfSystemProperty(named = "holdfast.long", matches = "true")
class LostDatabaseIT {

  private static final Duration START = Duration.ofMinutes(3);
  private static final int VOLUME_BYTES = 5 << 20;

  @TempDir Path directory;

  @Test
  void a_thrown_away_database_loses_no_backup() throws Exception {
    Path data = directory.resolve("data");
    byte[] content = new byte[VOLUME_BYTES];
    new Random(1).nextBytes(content);
    Path image = Files.createDirectories(data.resolve("volumes")).resolve("accounts.raw");
    Files.write(image, content);
    try (Command up = up(data)) {
      awaitVolume(data, "accounts");
      holdfast(data, 0, "backup", "create", "accounts", "--name", "before", "--wait");
      up.interrupt();
      assertThat(up.awaitEnd()).isZero();
    }
    delete(data.resolve("postgres"));
    try (Command up = up(data)) {
      awaitVolume(data, "accounts");
      assertThat(holdfast(data, 0, "backup", "list")).doesNotContain("before");
      assertThat(holdfast(data, 1, "backup", "create", "accounts", "--wait"))
          .contains("repository reindex");

      holdfast(data, 0, "repository", "reindex", "--wait");

      assertThat(holdfast(data, 0, "backup", "list")).contains("before");
      holdfast(data, 0, "restore", "before", "--to-new", "again", "--wait");
      assertThat(imagesWith(data, content)).isEqualTo(2);
      up.interrupt();
      assertThat(up.awaitEnd()).isZero();
    }
  }

  private static Command up(Path data) throws Exception {
    Command up =
        Command.start(
            "up", "--data", data.toString(), "--port", "0", "--workers", "1", "--without-samples");
    up.awaitPrinted("Ctrl-C ends all of it in order.", START);
    return up;
  }

  private static String holdfast(Path data, int status, String... arguments) throws Exception {
    return Command.run(
        status,
        Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString()))
            .toArray(String[]::new));
  }

  private static void awaitVolume(Path data, String name) {
    await()
        .atMost(START)
        .until(
            () -> holdfast(data, 0, "volume", "list").matches("(?s).*" + name + " .*available.*"));
  }

  private static long imagesWith(Path data, byte[] content) throws Exception {
    try (Stream<Path> images = Files.list(data.resolve("volumes"))) {
      return images
          .filter(path -> path.toString().endsWith(".raw"))
          .filter(path -> sameBytes(path, content))
          .count();
    }
  }

  private static boolean sameBytes(Path path, byte[] content) {
    try {
      return Arrays.equals(Files.readAllBytes(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path tree) throws Exception {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
