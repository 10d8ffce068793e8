package io.holdfast.console.volume;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.schema.Order;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.Slice;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.volume.SnapshotQueries;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/**
 * Takes up volumes and snapshots that a console left in a passing status when it died. As long as
 * another console lives that was there at the time, it waits until that one can no longer be at it.
 */
@Component
class VolumeHealing {

  /** Longer than a volume service has for an answer about a volume. */
  private static final Duration VOLUME_PATIENCE = Duration.ofSeconds(90);

  /** Longer than it has for a snapshot, which may be a copy. */
  private static final Duration SNAPSHOT_PATIENCE = Duration.ofSeconds(3700);

  /** What a request has entered this console has in hand by then. */
  private static final Duration TAKEN_IN_HAND = Duration.ofSeconds(5);

  private static final int AT_ONCE = 100;

  private final DSLContext database;
  private final GridAccess grid;
  private final RemoteWork work;
  private final VolumeMaker maker;
  private final SnapshotsService snapshots;

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
  }

  void run() {
    Instant now = SchemaDatabase.now(database);
    List<Instant> othersStarts = othersStarts();
    new VolumeQueries(database)
            .list(
                VolumeFilter.all()
                    .withStatus(
                        VolumeStatus.CREATING, VolumeStatus.EXTENDING, VolumeStatus.DELETING),
                Order.ascending(VolumeSort.CREATED),
                Slice.first(AT_ONCE))
            .stream()
            .filter(volume -> isLeft(volume.updatedAt(), now, othersStarts, VOLUME_PATIENCE))
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
            .filter(snapshot -> isLeft(snapshot.updatedAt(), now, othersStarts, SNAPSHOT_PATIENCE))
            .filter(snapshot -> !work.isInHand(snapshot.id()))
            .forEach(snapshots::resume);
  }

  private List<Instant> othersStarts() {
    return new NodeQueries(database)
        .live(NodeRole.CONSOLE).stream()
            .filter(console -> !console.incarnation().equals(grid.incarnation()))
            .map(Node::startedAt)
            .toList();
  }

  /** What this console does not have in hand, none does that started later. */
  private static boolean isLeft(
      Instant updatedAt, Instant now, List<Instant> othersStarts, Duration patience) {
    return updatedAt.isBefore(now.minus(patience))
        || (updatedAt.isBefore(now.minus(TAKEN_IN_HAND))
            && othersStarts.stream().allMatch(updatedAt::isBefore));
  }
}
