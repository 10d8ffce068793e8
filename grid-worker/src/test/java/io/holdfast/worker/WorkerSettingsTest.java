package io.holdfast.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

final class WorkerSettingsTest {

  @Test
  void everything_has_a_default_but_the_database() {
    WorkerSettings settings = worker(Map.of());
    assertThat(settings.slots()).isEqualTo(2);
    assertThat(settings.availabilityZone()).isEqualTo("nova");
    assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(15));
    assertThat(settings.memory().buffers()).isEqualTo(DataSize.ofMegabytes(256));
    assertThat(settings.nbd().connections()).isEqualTo(4);
    assertThat(settings.retry().longestDelay()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.stateOrDefault())
        .startsWithRaw(Path.of(System.getProperty("java.io.tmpdir")));
    ProcessSettings process = process(Map.of());
    assertThatThrownBy(process::requiredDatabaseUrl)
        .hasMessageStartingWith("holdfast.database-url is not set");
  }

  @Test
  void everything_can_be_set() {
    WorkerSettings settings =
        worker(
            with(
                with(
                    with(
                        Map.of(
                            "holdfast.worker.slots", "4",
                            "holdfast.worker.availability-zone", "west",
                            "holdfast.worker.lease", "30s",
                            "holdfast.worker.state", "/var/lib/holdfast",
                            "holdfast.worker.memory.buffers", "1GB",
                            "holdfast.worker.nbd.connections", "8",
                            "holdfast.worker.nbd.connect-timeout", "2s",
                            "holdfast.worker.nbd.request-timeout", "20s",
                            "holdfast.worker.retry.first-delay", "1s",
                            "holdfast.worker.retry.longest-delay", "1m"),
                        "holdfast.worker.mounts",
                        "3"),
                    "holdfast.worker.record-every",
                    "2s"),
                "holdfast.worker.warm-up",
                "false"));
    assertThat(settings)
        .isEqualTo(
            new WorkerSettings(
                4,
                "west",
                Duration.ofSeconds(30),
                Path.of("/var/lib/holdfast"),
                new WorkerSettings.Memory(DataSize.ofGigabytes(1)),
                new WorkerSettings.Nbd(8, Duration.ofSeconds(2), Duration.ofSeconds(20)),
                3,
                false,
                Duration.ofSeconds(2),
                new WorkerSettings.Retry(Duration.ofSeconds(1), Duration.ofMinutes(1))));
    ProcessSettings process =
        process(
            Map.of(
                "holdfast.database-url", "jdbc:postgresql://db/holdfast?password=secret",
                "holdfast.ready-file", "/run/ready",
                "holdfast.parent-pid", "77"));
    assertThat(process.requiredDatabaseUrl()).contains("//db/");
    assertThat(process.toString()).contains("/run/ready").contains("77").doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "slots, 0, holdfast.worker.slots must lie between 1 and 64",
    "slots, 65, holdfast.worker.slots must lie between 1 and 64",
    "slots, 9, holdfast.worker.memory.buffers must be at least 32MB for each of the 9 slots",
    "mounts, 17, holdfast.worker.mounts must lie between 0 and 16",
    "lease, 2s, holdfast.worker.lease must lie between 3s and 10m",
    "lease, 11m, holdfast.worker.lease must lie between 3s and 10m",
    "record-every, 500ms, holdfast.worker.record-every must be at least 1s",
    "nbd.connections, 0, holdfast.worker.nbd.connections must lie between 1 and 64",
    "nbd.connect-timeout, 0s, holdfast.worker.nbd.connect-timeout",
    "nbd.request-timeout, -1s, holdfast.worker.nbd.connect-timeout",
    "retry.first-delay, 0s, holdfast.worker.retry.first-delay",
    "retry.first-delay, 6m, holdfast.worker.retry.first-delay"
  })
  void what_makes_no_sense_is_refused_by_name(String name, String value, String words) {
    assertThatThrownBy(() -> worker(Map.of("holdfast.worker." + name, value)))
        .rootCause()
        .hasMessageStartingWith(words);
  }

  @Test
  void a_url_of_another_kind_is_refused() {
    assertThatThrownBy(() -> process(Map.of("holdfast.database-url", "db:5432")))
        .rootCause()
        .hasMessageContaining("must begin with jdbc:postgresql:");
  }

  private static WorkerSettings worker(Map<String, String> properties) {
    return binder(properties).bindOrCreate("holdfast.worker", WorkerSettings.class);
  }

  private static ProcessSettings process(Map<String, String> properties) {
    return binder(properties).bindOrCreate("holdfast", ProcessSettings.class);
  }

  private static Binder binder(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties));
  }

  private static Map<String, String> with(Map<String, String> some, String key, String value) {
    Map<String, String> all = new HashMap<>(some);
    all.put(key, value);
    return all;
  }
}
