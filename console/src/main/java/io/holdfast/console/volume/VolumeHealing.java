package io.holdfast.console.volume;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.grid.GridRole;
import io.holdfast.schema.Order;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.Slice;
import io.holdfast.schema.volume.SnapshotQueries;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Duration;
import java.time.Instant;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/**
 * Takes up volumes and snapshots that a console left in a passing status when it died. With other
 * consoles in the grid it waits until none of them can still be at it.
 */
@Component
class VolumeHealing {

  /** Longer than a volume service has for an answer about a volume. */
  private static final Duration VOLUME_PATIENCE = Duration.ofSeconds(90);

  /** Longer than it has for a snapshot, which may be a copy. */
  private static final Duration SNAPSHOT_PATIENCE = Duration.ofSeconds(3700);

  private static final int AT_ONCE = 100;

  private final DSLContext database;
  private final GridAccess grid;
  private final RemoteWork work;
  private final VolumeMaker maker;
  private final SnapshotsService snapshots;
  private final Instant startedAt;

  VolumeHealing(
      DSLContext database,
      GridAccess grid,
      RemoteWork work,
      VolumeMaker maker,
      SnapshotsService snapshots) {
    this.database = database;
    this.grid = grid;
    this.work = work;
    this.maker = maker;
    this.snapshots = snapshots;
    this.startedAt = SchemaDatabase.now(database);
  }

  void run() {
    Instant now = SchemaDatabase.now(database);
    boolean alone = grid.members(GridRole.CONSOLE).size() == 1;
    new VolumeQueries(database)
            .list(
                VolumeFilter.all()
                    .withStatus(
                        VolumeStatus.CREATING, VolumeStatus.EXTENDING, VolumeStatus.DELETING),
                Order.ascending(VolumeSort.CREATED),
                Slice.first(AT_ONCE))
            .stream()
            .filter(volume -> isLeft(volume.updatedAt(), now, alone, VOLUME_PATIENCE))
            .filter(volume -> !work.isInHand(volume.id()))
            .forEach(volume -> {
              switch (volume.status()) {
                case CREATING -> maker.resumeMaking(volume);
                case EXTENDING -> maker.resumeExtending(volume);
                default -> maker.startDeleting(volume.id());
              }
            });
    new SnapshotQueries(database)
        .passing(AT_ONCE).stream()
            .filter(snapshot -> isLeft(snapshot.updatedAt(), now, alone, SNAPSHOT_PATIENCE))
            .filter(snapshot -> !work.isInHand(snapshot.id()))
            .forEach(snapshots::resume);
  }

  /** Alone, whatever is older than this process was left by one that is no more. */
  private boolean isLeft(Instant updatedAt, Instant now, boolean alone, Duration patience) {
    return updatedAt.isBefore(now.minus(patience)) || (alone && updatedAt.isBefore(startedAt));
  }
}
