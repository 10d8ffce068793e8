package io.holdfast.worker;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings {@code holdfast.worker.*}.
 *
 * @param slots tasks that run at once, 1 to 64; default 2
 * @param availabilityZone the zone that this worker is in; default nova
 * @param lease how long the worker may be silent before it is declared dead, 3 s to 10 min; default
 *     15 s. Shorter finds a dead worker sooner, longer forgives a slower database
 * @param state directory for this worker's lock, by which a new start knows at once that the one
 *     before it is dead; default: a directory of the user's own below the temporary directory
 * @param memory how much memory tasks may use for data
 * @param nbd how volumes are connected to
 * @param mounts backups that may be exported for instant use at once, 0 to 16, each with 32 MB of
 *     memory besides that of the tasks; default 2
 * @param warmUp whether to work on made-up data for a few seconds after the start, so that the
 *     first backup is as fast as later ones; default true
 * @param recordEvery how often a backup or restore writes down what it has done, at least 1 s;
 *     default 10 s. A task that goes on after its worker died does about as much again
 * @param retry how long a task waits after a failure that may pass
 */
@ConfigurationProperties("holdfast.worker")
public record WorkerSettings(
    @DefaultValue("2") int slots,
    @DefaultValue("nova") String availabilityZone,
    @DefaultValue("15s") Duration lease,
    @Nullable Path state,
    @DefaultValue Memory memory,
    @DefaultValue Nbd nbd,
    @DefaultValue("2") int mounts,
    @DefaultValue("true") boolean warmUp,
    @DefaultValue("10s") Duration recordEvery,
    @DefaultValue Retry retry) {

  public WorkerSettings {
    require(slots >= 1 && slots <= 64, "slots must lie between 1 and 64, but is " + slots);
    require(mounts >= 0 && mounts <= 16, "mounts must lie between 0 and 16, but is " + mounts);
    require(
        lease.compareTo(Duration.ofSeconds(3)) >= 0 && lease.compareTo(Duration.ofMinutes(10)) <= 0,
        "lease must lie between 3s and 10m, but is " + lease);
    require(
        recordEvery.compareTo(Duration.ofSeconds(1)) >= 0,
        "record-every must be at least 1s, but is " + recordEvery);
    require(
        memory.buffers().toBytes() / slots >= 32 << 20,
        "memory.buffers must be at least 32MB for each of the %d slots, but is %s"
            .formatted(slots, memory.buffers()));
  }

  /** Where the lock lies. */
  Path stateOrDefault() {
    return state != null
        ? state
        : Path.of(
            System.getProperty("java.io.tmpdir"),
            "holdfast-" + System.getProperty("user.name", "worker"));
  }

  /**
   * How much memory tasks may use.
   *
   * @param buffers for the data of all tasks together, divided among the slots; default 256 MB
   */
  public record Memory(@DefaultValue("256MB") DataSize buffers) {}

  /**
   * How volumes are connected to.
   *
   * @param connections to one volume at once, 1 to 64; default 4
   * @param connectTimeout for reaching the volume service's server; default 10 s
   * @param requestTimeout a request without an answer for so long breaks its connection; default 30
   *     s
   */
  public record Nbd(
      @DefaultValue("4") int connections,
      @DefaultValue("10s") Duration connectTimeout,
      @DefaultValue("30s") Duration requestTimeout) {

    public Nbd {
      require(
          connections >= 1 && connections <= 64,
          "nbd.connections must lie between 1 and 64, but is " + connections);
      require(
          connectTimeout.isPositive() && requestTimeout.isPositive(),
          "nbd.connect-timeout and nbd.request-timeout must be longer than nothing");
    }
  }

  /**
   * How long a task waits after a failure that may pass.
   *
   * @param firstDelay after the first failure; doubles with each one; default 5 s
   * @param longestDelay never more than this; default 5 min
   */
  public record Retry(
      @DefaultValue("5s") Duration firstDelay, @DefaultValue("5m") Duration longestDelay) {

    public Retry {
      require(
          firstDelay.isPositive() && longestDelay.compareTo(firstDelay) >= 0,
          "retry.first-delay must be longer than nothing and no longer than retry.longest-delay");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("holdfast.worker." + otherwise + ".");
    }
  }
}
