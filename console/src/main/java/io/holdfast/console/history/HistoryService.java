package io.holdfast.console.history;

import io.holdfast.console.identity.Caller;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.history.CapacityHistory;
import io.holdfast.schema.history.CapacitySample;
import io.holdfast.schema.history.RepositorySpace;
import io.holdfast.schema.history.RepositorySpaces;
import io.holdfast.schema.history.ThroughputHistory;
import io.holdfast.schema.history.ThroughputSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The history, for those who see the installation. */
@Service
public class HistoryService {

  /** As many samples as a narrow picture has room for, and eyes can tell apart. */
  private static final int MOST_SAMPLES = 60;

  private static final Duration LEAST_INTERVAL = Duration.ofMinutes(15);

  /** What a forecast looks at: growth of long ago says nothing about tomorrow. */
  private static final Duration FORECAST_BY = Duration.ofDays(30);

  private final DSLContext database;
  private final CapacityHistory capacity;
  private final ThroughputHistory throughput;
  private final RepositorySpaces spaces;

  HistoryService(DSLContext database) {
    this.database = database;
    this.capacity = new CapacityHistory(database);
    this.throughput = new ThroughputHistory(database);
    this.spaces = new RepositorySpaces(database);
  }

  /**
   * What lay in a repository over the last days, the oldest first.
   *
   * @param repositoryId {@code null}: in all together
   */
  public List<CapacitySample> capacity(Caller caller, @Nullable UUID repositoryId, Duration back) {
    caller.mustSeeInstallation();
    Duration interval = back.dividedBy(MOST_SAMPLES);
    List<CapacitySample> wide = capacity.since(repositoryId, since(back), interval);
    if (wide.isEmpty()) {
      return wide;
    }
    // A young installation is shown as finely as it was written down.
    Duration young = Duration.between(wide.getFirst().at(), SchemaDatabase.now(database));
    return young.compareTo(back.dividedBy(2)) > 0
        ? wide
        : capacity.since(
            repositoryId,
            since(young.plus(interval)),
            longer(LEAST_INTERVAL, young.dividedBy(MOST_SAMPLES)));
  }

  /** What the grid moved in the last day, the oldest first, in quarters of an hour. */
  public List<ThroughputSample> throughput(Caller caller) {
    caller.mustSeeInstallation();
    return throughput.since(since(Duration.ofDays(1)), LEAST_INTERVAL);
  }

  /** What the grid moved in the newest interval; empty when that ended more than minutes ago. */
  public Optional<ThroughputSample> newest(Caller caller) {
    caller.mustSeeInstallation();
    List<ThroughputSample> minutes =
        throughput.since(since(Duration.ofMinutes(3)), Duration.ofMinutes(1));
    return minutes.isEmpty() ? Optional.empty() : Optional.of(minutes.getLast());
  }

  /** Room where a repository lies; empty while no worker has looked. */
  public Optional<RepositorySpace> space(Caller caller, UUID repositoryId) {
    caller.mustSeeInstallation();
    return spaces.of(repositoryId);
  }

  /** When a repository is full at the pace of the last weeks; empty when that cannot be told. */
  public Optional<Forecast> forecast(Caller caller, UUID repositoryId) {
    caller.mustSeeInstallation();
    return Forecast.of(
        capacity.since(repositoryId, since(FORECAST_BY), Duration.ofHours(6)),
        SchemaDatabase.now(database));
  }

  private Instant since(Duration back) {
    return SchemaDatabase.now(database).minus(back);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
