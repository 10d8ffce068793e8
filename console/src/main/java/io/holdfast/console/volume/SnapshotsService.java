package io.holdfast.console.volume;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.volume.Snapshot;
import io.holdfast.schema.volume.SnapshotQueries;
import io.holdfast.schema.volume.SnapshotStates;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeQueries;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** All that callers can do with the snapshots of a volume. */
@Service
public class SnapshotsService {

  private static final Logger log = LoggerFactory.getLogger(SnapshotsService.class);

  private final DSLContext database;
  private final SnapshotQueries snapshots;
  private final SnapshotStates states;
  private final VolumesService volumes;
  private final VolumeMaker maker;
  private final GridAccess grid;
  private final RemoteWork work;

  SnapshotsService(
      DSLContext database,
      VolumesService volumes,
      VolumeMaker maker,
      GridAccess grid,
      RemoteWork work) {
    this.database = database;
    this.snapshots = new SnapshotQueries(database);
    this.states = new SnapshotStates(database);
    this.volumes = volumes;
    this.maker = maker;
    this.grid = grid;
    this.work = work;
  }

  /** A volume's snapshots, the newest first. */
  public List<Snapshot> ofVolume(Caller caller, UUID volumeId, Slice slice) {
    return snapshots.ofVolume(volumes.get(caller, volumeId).id(), slice);
  }

  public Snapshot get(Caller caller, UUID id) {
    return snapshots
        .find(id)
        .filter(snapshot -> caller.sees(snapshot.projectId()))
        .orElseThrow(() -> Refusal.notFound("snapshot", id));
  }

  /** Enters a snapshot and has it taken; it is creating meanwhile. */
  public Snapshot create(
      Caller caller, UUID volumeId, @Nullable String name, @Nullable String description) {
    Volume volume = volumes.get(caller, volumeId);
    caller.mustOperate();
    UUID id = UUID.randomUUID();
    String title = Input.name(name, "name");
    String text = Input.description(description);
    if (!work.enter(id, () -> states.create(id, volumeId, title, text))) {
      throw Refusal.conflict(
          "volume-busy",
          "Volume '%s' is %s."
              .formatted(volume.name(), volumes.get(caller, volumeId).status().value()),
          "Wait until it is available or in use.");
    }
    audit(caller.name(), "snapshot.create", id, volume.projectId(), Map.of("name", title));
    // Before it is taken: what it holds is at least as new as this.
    startMaking(id, volume, () -> SchemaDatabase.now(database));
    return get(caller, id);
  }

  /** Deletes a snapshot; it is deleting for a moment. Backups made from it stay. */
  public void delete(Caller caller, UUID id) {
    Snapshot snapshot = get(caller, id);
    caller.mustOperate();
    if (!work.enter(id, () -> states.delete(id))) {
      throw Refusal.conflict(
          "snapshot-busy",
          "Snapshot '%s' is %s.".formatted(snapshot.name(), get(caller, id).status().value()),
          "Wait until it is available.");
    }
    audit(
        caller.name(),
        "snapshot.delete",
        id,
        snapshot.projectId(),
        Map.of("name", snapshot.name()));
    startDeleting(snapshot);
  }

  private void startMaking(UUID snapshot, Volume volume, Supplier<Instant> moment) {
    work.start(
        snapshot,
        () -> {
          try {
            Instant before = moment.get();
            service(volume).createSnapshot(volume.id(), snapshot);
            states.created(snapshot, volume.sizeBytes(), before);
          } catch (GridCallException e) {
            log.warn("No snapshot snapshot={} reason={}", snapshot, e.getMessage());
            states.creationFailed(snapshot, "It could not be taken: %s".formatted(e.getMessage()));
          }
        });
  }

  private void startDeleting(Snapshot snapshot) {
    work.start(
        snapshot.id(),
        () -> {
          try {
            service(volume(snapshot)).deleteSnapshot(snapshot.id());
            states.deleted(snapshot.id());
          } catch (GridCallException e) {
            log.warn("Not deleted snapshot={} reason={}", snapshot.id(), e.getMessage());
            states.deletionFailed(snapshot.id(), "It could not be deleted: " + e.getMessage());
          }
        });
  }

  /** Goes on with a snapshot whose maker or deleter was lost. */
  void resume(Snapshot snapshot) {
    switch (snapshot.status()) {
      // It may have been taken long since, but after it was entered.
      case CREATING -> startMaking(snapshot.id(), volume(snapshot), snapshot::createdAt);
      case DELETING -> startDeleting(snapshot);
      default -> {}
    }
  }

  private Volume volume(Snapshot snapshot) {
    return new VolumeQueries(database)
        .find(snapshot.volumeId())
        .orElseThrow(() ->
            new IllegalStateException("snapshot %s outlived its volume".formatted(snapshot.id())));
  }

  private VolumeService service(Volume volume) {
    return grid.volumeService(maker.backend(volume.backend()));
  }

  private void audit(
      String actor, String action, UUID id, UUID project, Map<String, String> detail) {
    new AuditLog(database).add(actor, action, "snapshot", id, project, Outcome.ACCEPTED, detail);
  }
}
