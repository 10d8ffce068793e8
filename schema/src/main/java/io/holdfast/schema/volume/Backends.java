package io.holdfast.schema.volume;

import static io.holdfast.schema.generated.Tables.BACKEND;

import io.holdfast.schema.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Storage pools: reported by volume services, limited by administrators. */
public final class Backends {

  private final DSLContext database;

  public Backends(DSLContext database) {
    this.database = database;
  }

  /**
   * Enters what a volume service says of a backend. False: another host serves a backend of that
   * name and was seen within the last minute; two pools of one name would be taken for each other.
   */
  public boolean report(
      String name,
      String volumeServiceHost,
      String availabilityZone,
      Map<String, String> capabilities,
      @Nullable Long totalBytes,
      @Nullable Long freeBytes) {
    return database
            .insertInto(BACKEND)
            .set(BACKEND.NAME, name)
            .set(BACKEND.VOLUME_SERVICE_HOST, volumeServiceHost)
            .set(BACKEND.AVAILABILITY_ZONE, availabilityZone)
            .set(BACKEND.CAPABILITIES, capabilities)
            .set(BACKEND.TOTAL_BYTES, totalBytes)
            .set(BACKEND.FREE_BYTES, freeBytes)
            .onConflict(BACKEND.NAME)
            .doUpdate()
            .set(BACKEND.VOLUME_SERVICE_HOST, volumeServiceHost)
            .set(BACKEND.AVAILABILITY_ZONE, availabilityZone)
            .set(BACKEND.CAPABILITIES, capabilities)
            .set(BACKEND.TOTAL_BYTES, totalBytes)
            .set(BACKEND.FREE_BYTES, freeBytes)
            .set(BACKEND.SEEN_AT, Clock.now())
            .where(
                BACKEND
                    .VOLUME_SERVICE_HOST
                    .eq(volumeServiceHost)
                    .or(BACKEND.SEEN_AT.lt(Clock.nowMinus(Duration.ofMinutes(1)))))
            .execute()
        == 1;
  }

  /**
   * Limits how many tasks may work on a backend's volumes at once; {@code null} lifts the limit.
   * False: no such backend.
   */
  public boolean limit(String name, @Nullable Integer maxRunningTasks) {
    return database
            .update(BACKEND)
            .set(BACKEND.MAX_RUNNING_TASKS, maxRunningTasks)
            .where(BACKEND.NAME.eq(name))
            .execute()
        == 1;
  }

  /** All of them, by name. */
  public List<Backend> list() {
    return database
        .select(BACKEND.fields())
        .from(BACKEND)
        .orderBy(BACKEND.NAME)
        .fetch(Backends::backend);
  }

  public Optional<Backend> find(String name) {
    return database
        .select(BACKEND.fields())
        .from(BACKEND)
        .where(BACKEND.NAME.eq(name))
        .fetchOptional(Backends::backend);
  }

  private static Backend backend(Record row) {
    return new Backend(
        row.get(BACKEND.NAME),
        row.get(BACKEND.VOLUME_SERVICE_HOST),
        row.get(BACKEND.AVAILABILITY_ZONE),
        row.get(BACKEND.CAPABILITIES),
        row.get(BACKEND.TOTAL_BYTES),
        row.get(BACKEND.FREE_BYTES),
        row.get(BACKEND.MAX_RUNNING_TASKS),
        row.get(BACKEND.SEEN_AT));
  }
}
