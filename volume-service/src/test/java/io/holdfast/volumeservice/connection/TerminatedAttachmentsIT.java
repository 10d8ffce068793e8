package io.holdfast.volumeservice.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TerminatedAttachmentsIT {

  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  @TempDir Path directory;

  private TerminatedAttachments load(Instant now) throws Exception {
    return TerminatedAttachments.load(
        directory.resolve("state/terminated"), InstantSource.fixed(now));
  }

  @Test
  void what_was_ended_is_remembered_over_a_restart_and_forgotten_in_the_end() throws Exception {
    UUID id = UUID.randomUUID();
    load(NOON).add(id);
    assertThat(load(NOON.plus(Duration.ofDays(29))).contains(id)).isTrue();
    assertThat(load(NOON.plus(Duration.ofDays(29))).contains(UUID.randomUUID())).isFalse();
    assertThat(load(NOON.plus(Duration.ofDays(31))).contains(id)).isFalse();
    assertThat(directory.resolve("state/terminated")).isEmptyFile();
  }

  @Test
  void a_line_cut_short_costs_no_other() throws Exception {
    UUID id = UUID.randomUUID();
    load(NOON).add(id);
    Files.writeString(
        directory.resolve("state/terminated"),
        UUID.randomUUID().toString().substring(0, 20),
        StandardOpenOption.APPEND);
    TerminatedAttachments again = load(NOON);
    assertThat(again.contains(id)).isTrue();
    UUID other = UUID.randomUUID();
    again.add(other);
    assertThat(load(NOON).contains(other)).isTrue();
  }
}
