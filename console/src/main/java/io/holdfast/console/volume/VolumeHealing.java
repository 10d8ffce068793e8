package io.holdfast.console.volume;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.schema.Order;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.Slice;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.volume.Snapshot;
import io.holdfast.schema.volume.SnapshotQueries;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/**
 * Takes up volumes and snapshots that were left in a passing status: by this console, when the
 * database was away, and by one that died. As long as another console lives that was there at the
 * time, it waits until that one can no longer be at it.
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

  /**
   * Looks once.
   *
   * @param others whether for what others left, too
   */
  void run(boolean others) {
    if (!others && !work.mayHaveDropped()) {
      return;
    }
    Instant now = SchemaDatabase.now(database);
    List<Instant> othersStarts = others ? othersStarts() : List.of();
    List<Volume> volumes =
        new VolumeQueries(database)
            .list(
                VolumeFilter.all()
                    .withStatus(
                        VolumeStatus.CREATING, VolumeStatus.EXTENDING, VolumeStatus.DELETING),
                Order.ascending(VolumeSort.CREATED),
                Slice.first(AT_ONCE));
    List<Snapshot> passing = new SnapshotQueries(database).passing(AT_ONCE);
    for (Volume volume : volumes) {
      if (isDropped(volume.id(), volume.updatedAt(), now)
          || (others && isLeft(volume.updatedAt(), now, othersStarts, VOLUME_PATIENCE))) {
        resume(volume);
      }
    }
    for (Snapshot snapshot : passing) {
      if (isDropped(snapshot.id(), snapshot.updatedAt(), now)
          || (others && isLeft(snapshot.updatedAt(), now, othersStarts, SNAPSHOT_PATIENCE))) {
        resume(snapshot);
      }
    }
    if (volumes.size() < AT_ONCE && passing.size() < AT_ONCE) {
      work.forgetOthersThan(
          Stream.concat(volumes.stream().map(Volume::id), passing.stream().map(Snapshot::id))
              .collect(Collectors.toSet()));
    }
  }

  private void resume(Volume volume) {
    if (!work.isInHand(volume.id())) {
      switch (volume.status()) {
        case CREATING -> maker.resumeMaking(volume);
        case EXTENDING -> maker.resumeExtending(volume);
        default -> maker.startDeleting(volume.id());
      }
    }
  }

  private void resume(Snapshot snapshot) {
    if (!work.isInHand(snapshot.id())) {
      snapshots.resume(snapshot);
    }
  }

  private boolean isDropped(UUID id, Instant updatedAt, Instant now) {
    return work.wasDropped(id) && updatedAt.isBefore(now.minus(TAKEN_IN_HAND));
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
