package io.holdfast.schema.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HistoryIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private static final Duration LONG = Duration.ofDays(2000);

  private final Fixtures fixtures = new Fixtures(database.context());
  private final ThroughputHistory throughput = new ThroughputHistory(database.context());
  private final CapacityHistory capacity = new CapacityHistory(database.context());
  private final UUID repository =
      new Repositories(database.context()).byDefault().orElseThrow().id();

  @BeforeEach
  void forget() {
    database.context().execute("delete from throughput_sample");
    database.context().execute("delete from repository_sample");
  }

  private Instant ago(Duration back) {
    return SchemaDatabase.now(database.context()).minus(back);
  }

  @Test
  void each_interval_is_written_once_and_counts_what_workers_moved_in_it() {
    Owner worker = fixtures.worker("mover");
    throughput.moved(worker.incarnation(), 500, 100);
    // Both within one moment of the database, as its clock may pass a full minute between them.
    database
        .context()
        .transaction(moment -> {
          ThroughputHistory then = new ThroughputHistory(moment.dsl());
          assertThat(then.sample()).isTrue();
          assertThat(then.sample()).as("another console comes later").isFalse();
        });
    assertThat(throughput.since(ago(LONG), Duration.ofMinutes(1)))
        .as("what was before the first sample belongs to no interval")
        .singleElement()
        .satisfies(it -> assertThat(it.readBytes()).isZero());

    database.context().execute("update throughput_sample set at = at - interval '10 minutes'");
    throughput.moved(worker.incarnation(), 6000, 1200);
    assertThat(throughput.sample()).isTrue();
    assertThat(throughput.since(ago(Duration.ofMinutes(5)), Duration.ofMinutes(1)))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.lasted()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
          assertThat(it.readBytes()).isEqualTo(6000);
          assertThat(it.writtenBytes()).isEqualTo(1200);
          assertThat(it.readBytesPerSecond()).isBetween(9L, 10L);
        });
  }

  @Test
  void of_consoles_that_write_at_once_one_does() {
    try (Race race = new Race(database, 4)) {
      List<Boolean> wrote = race.all(context -> new ThroughputHistory(context).sample());
      // The clock may pass a full minute between two of them.
      assertThat(wrote.stream().filter(it -> it).count())
          .isBetween(1L, 2L)
          .isEqualTo(throughput.since(ago(LONG), Duration.ofMinutes(1)).size());
    }
  }

  @Test
  void old_minutes_become_hours_without_losing_a_byte() {
    database
        .context()
        .execute(
            "insert into throughput_sample select date_bin('1 minute', now(), 'epoch') - n *"
                + " interval '1 minute', 60, 7, 3, 0, 0 from generate_series(0, 7200) n");
    throughput.thinOut();
    throughput.thinOut();
    List<ThroughputSample> all = throughput.since(ago(LONG), Duration.ofMinutes(1));
    assertThat(all).hasSizeBetween(2880 + 70, 2880 + 140);
    assertThat(all.stream().mapToLong(ThroughputSample::readBytes).sum()).isEqualTo(7201 * 7);
  }

  @Test
  void capacity_is_written_once_each_quarter_of_an_hour_with_the_room_a_worker_saw() {
    UUID volume = fixtures.volume("documents");
    fixtures.available(volume, fixtures.worker("keeper"));
    RepositorySpaces spaces = new RepositorySpaces(database.context());
    assertThat(spaces.found(repository, 1000L, 400)).isTrue();
    assertThat(spaces.found(repository, 1000L, 399)).as("a moment later").isFalse();

    assertThat(capacity.isDue()).isTrue();
    assertThat(capacity.sample()).isTrue();
    assertThat(capacity.isDue()).isFalse();
    assertThat(capacity.sample()).isFalse();
    assertThat(capacity.since(repository, ago(LONG), Duration.ofMinutes(15)))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.logicalBytes()).isEqualTo(Fixtures.GIB);
          assertThat(it.freeBytes()).isEqualTo(400);
        });
    assertThat(spaces.of(repository))
        .hasValueSatisfying(it -> assertThat(it.totalBytes()).isEqualTo(1000));
  }

  @Test
  void samples_thin_out_with_age_and_the_last_of_each_hour_or_day_stays() {
    database
        .context()
        .execute(
            "insert into repository_sample select '%s', date_bin('15 minutes', now(), 'epoch') - n * interval '15 minutes', n, n, n from generate_series(0, 9600) n"
                .formatted(repository));
    capacity.thinOut();
    capacity.thinOut();
    List<CapacitySample> all = capacity.since(repository, ago(LONG), Duration.ofMinutes(15));
    // Two days of quarters, 58 days of hours, 40 of days.
    assertThat(all.size()).isBetween(192 + 58 * 24 + 38, 194 + 58 * 24 + 44);
    assertThat(capacity.since(null, ago(Duration.ofDays(30)), Duration.ofHours(12)))
        .hasSizeBetween(60, 62)
        .isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
  }
}
