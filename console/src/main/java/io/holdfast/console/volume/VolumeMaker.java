package io.holdfast.console.volume;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.volume.Backend;
import io.holdfast.schema.volume.Backends;
import io.holdfast.schema.volume.NewVolume;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeStates;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes, extends and deletes volumes at their volume services. Every step may be repeated: the
 * services know what they have done by the volume's id.
 */
@Component
public class VolumeMaker {

  /**
   * Metadata of a volume that is made for a restore: the backup. While such a volume is creating,
   * its restore is not queued yet.
   */
  public static final String RESTORE_OF = "restore-of";

  private static final Logger log = LoggerFactory.getLogger(VolumeMaker.class);

  private final DSLContext database;
  private final VolumeStates states;
  private final Backends backends;
  private final GridAccess grid;
  private final RemoteWork work;

  VolumeMaker(DSLContext database, GridAccess grid, RemoteWork work) {
    this.database = database;
    this.states = new VolumeStates(database);
    this.backends = new Backends(database);
    this.grid = grid;
    this.work = work;
  }

  /** The backend of a name; refuses names that are none. */
  public Backend backend(String name) {
    return backends.find(name).orElseThrow(() -> Refusal.notFound("backend", name));
  }

  /** Whether a backend's volume service is in the grid, and said that it has room. */
  public boolean hasRoom(String name, long sizeBytes) {
    return backends
        .find(name)
        .filter(this::isThere)
        .filter(it -> free(it) >= sizeBytes)
        .isPresent();
  }

  private boolean isThere(Backend backend) {
    return grid.members(GridRole.VOLUME_SERVICE).stream()
        .anyMatch(member -> member.host().equals(backend.volumeServiceHost()));
  }

  /**
   * The backend with the most room, of those whose volume service is in the grid if there is one;
   * refuses when there is none, or none has enough.
   */
  public Backend roomiestBackend(long sizeBytes) {
    List<Backend> all = backends.list();
    if (all.isEmpty()) {
      throw Refusal.conflict(
          "no-backend",
          "There is no storage to put a volume on: no volume service has joined yet.",
          "Start a volume service, or wait until it has joined.");
    }
    return all.stream()
        .filter(backend -> free(backend) >= sizeBytes)
        .max(
            Comparator.comparing((Backend it) -> isThere(it))
                .thenComparingLong(VolumeMaker::free)
                .thenComparing(Backend::name))
        .orElseThrow(() ->
            Refusal.conflict(
                "storage-full",
                "No backend has %d bytes free.".formatted(sizeBytes),
                "Free some room, or name a backend to try it nevertheless."));
  }

  private static long free(Backend backend) {
    return backend.freeBytes() == null ? Long.MAX_VALUE : backend.freeBytes();
  }

  /** Enters a volume and has it made. */
  void make(NewVolume volume, Caller caller) {
    work.enter(
        volume.id(),
        () -> {
          enter(volume, caller);
          return true;
        });
    work.start(volume.id(), () -> finishMaking(volume));
  }

  /**
   * Enters a volume and makes it before returning, which may take a minute. A failure leaves
   * nothing behind.
   *
   * @param next is given the size that it got, and moves the row on, which is creating until then
   */
  public <T> T makeNow(NewVolume volume, Caller caller, LongFunction<T> next) {
    try {
      return work.doNow(
          volume.id(),
          () -> {
            enter(volume, caller);
            return next.apply(ask(volume));
          });
    } catch (RuntimeException e) {
      unmake(volume.id());
      throw e;
    }
  }

  /**
   * Deletes a volume that is still creating; any other has been moved on, though the answer to that
   * was lost, and may hold what was restored by now.
   */
  private void unmake(UUID id) {
    if (states.creationFailed(id, "It was made for a restore that did not begin.")
        && states.delete(id)) {
      startDeleting(id);
    }
  }

  private void enter(NewVolume volume, Caller caller) {
    database.transaction(transaction -> {
      new VolumeStates(transaction.dsl()).create(volume);
      new AuditLog(transaction.dsl())
          .add(
              caller.name(),
              "volume.create",
              "volume",
              volume.id(),
              volume.projectId(),
              Outcome.ACCEPTED,
              Map.of(
                  "name", volume.name(),
                  "size", Long.toString(volume.sizeBytes()),
                  "backend", volume.backend()));
    });
  }

  private long ask(NewVolume volume) {
    return grid.volumeService(backend(volume.backend()))
        .createVolume(volume.backend(), volume.id(), volume.sizeBytes(), volume.name())
        .sizeBytes();
  }

  private void finishMaking(NewVolume volume) {
    try {
      states.created(volume.id(), ask(volume));
    } catch (GridCallException e) {
      log.warn("A volume could not be made volume={} reason={}", volume.id(), e.getMessage());
      states.creationFailed(
          volume.id(),
          "It could not be made: %s Delete it and try again.".formatted(e.getMessage()));
    }
  }

  /** Goes on making a volume whose maker was lost. */
  void resumeMaking(Volume volume) {
    if (volume.metadata().containsKey(RESTORE_OF)) {
      states.creationFailed(
          volume.id(),
          "The restore that it was made for was interrupted before it began. Delete it and restore"
              + " again.");
      return;
    }
    NewVolume wanted =
        new NewVolume(
            volume.id(),
            volume.projectId(),
            volume.name(),
            volume.description(),
            volume.sizeBytes(),
            volume.backend(),
            volume.metadata());
    work.start(volume.id(), () -> finishMaking(wanted));
  }

  /** Has a volume that is extending extended. */
  void startExtending(Volume volume, long sizeBytes) {
    work.start(
        volume.id(),
        () -> {
          try {
            long got =
                grid.volumeService(backend(volume.backend()))
                    .extendVolume(volume.id(), sizeBytes)
                    .sizeBytes();
            states.extended(volume.id(), got);
          } catch (GridCallException e) {
            log.warn("A volume was not extended volume={} reason={}", volume.id(), e.getMessage());
            audit(volume, "volume.extend", e.getMessage());
            states.extensionFailed(volume.id());
          }
        });
  }

  /** Finds out how large a volume is whose extender was lost. */
  void resumeExtending(Volume volume) {
    work.start(
        volume.id(),
        () ->
            grid.volumeService(backend(volume.backend())).listVolumes(volume.backend()).stream()
                .filter(report -> report.id().equals(volume.id()))
                .findFirst()
                .ifPresent(report -> states.extended(volume.id(), report.sizeBytes())));
  }

  /** Has a volume that is deleting deleted. */
  void startDeleting(UUID id) {
    work.start(id, () -> new VolumeQueries(database).find(id).ifPresent(this::finishDeleting));
  }

  private void finishDeleting(Volume volume) {
    try {
      grid.volumeService(backend(volume.backend())).deleteVolume(volume.id());
      states.deleted(volume.id());
    } catch (GridCallException e) {
      log.warn("A volume was not deleted volume={} reason={}", volume.id(), e.getMessage());
      audit(volume, "volume.delete", e.getMessage());
      states.deletionFailed(volume.id(), "It could not be deleted: " + e.getMessage());
    }
  }

  private void audit(Volume volume, String action, String reason) {
    new AuditLog(database)
        .add(
            "console",
            action,
            "volume",
            volume.id(),
            volume.projectId(),
            Outcome.FAILED,
            Map.of("reason", reason));
  }
}
