package io.holdfast.console.volume;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.SharedLook;
import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.policy.Policies;
import io.holdfast.schema.policy.Policy;
import io.holdfast.schema.volume.Backend;
import io.holdfast.schema.volume.Backends;
import io.holdfast.schema.volume.NewVolume;
import io.holdfast.schema.volume.SnapshotQueries;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStates;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** All that callers can do with volumes. */
@Service
public class VolumesService {

  /** Nothing has this id. */
  private static final UUID NONE = new UUID(0, 0);

  private final SharedLook<List<Object>, List<Volume>> lists = new SharedLook<>();
  private final SharedLook<VolumeFilter, Integer> counts = new SharedLook<>();
  private final DSLContext database;
  private final VolumeQueries volumes;
  private final VolumeStates states;
  private final GridAccess grid;
  private final VolumeMaker maker;
  private final RemoteWork work;

  VolumesService(DSLContext database, GridAccess grid, VolumeMaker maker, RemoteWork work) {
    this.database = database;
    this.volumes = new VolumeQueries(database);
    this.states = new VolumeStates(database);
    this.grid = grid;
    this.maker = maker;
    this.work = work;
  }

  public List<Volume> list(
      Caller caller, VolumeFilter filter, Order<VolumeSort> order, Slice slice) {
    VolumeFilter scoped = scoped(caller, filter);
    return lists.ask(List.of(scoped, order, slice), () -> volumes.list(scoped, order, slice));
  }

  public int count(Caller caller, VolumeFilter filter) {
    VolumeFilter scoped = scoped(caller, filter);
    return counts.ask(scoped, () -> volumes.count(scoped));
  }

  public Volume get(Caller caller, UUID id) {
    return volumes
        .find(id)
        .filter(volume -> caller.sees(volume.projectId()))
        .orElseThrow(() -> Refusal.notFound("volume", id));
  }

  /** The storage pools that volumes can be made on, by name. */
  public List<Backend> backends(Caller caller) {
    return new Backends(database).list();
  }

  /**
   * Limits how many tasks may work on a backend's volumes at once; {@code null} lifts the limit.
   */
  public Backend limitBackend(Caller caller, String name, @Nullable Integer maxRunningTasks) {
    caller.mustOperateInstallation();
    if (maxRunningTasks != null && maxRunningTasks < 1) {
      throw Refusal.invalid(
          "limit-invalid",
          "A backend cannot be limited to %d tasks.".formatted(maxRunningTasks),
          "Give 1 or more, or nothing for no limit.");
    }
    if (!new Backends(database).limit(name, maxRunningTasks)) {
      throw Refusal.notFound("backend", name);
    }
    audit(
        caller,
        "backend.limit",
        "backend",
        name,
        null,
        Map.of("limit", String.valueOf(maxRunningTasks)));
    return maker.backend(name);
  }

  /** Enters a volume and has it made; it is creating for a moment. */
  public Volume create(Caller caller, VolumeRequest request) {
    caller.mustOperate();
    long sizeBytes = Input.volumeSize(request.sizeBytes());
    UUID project = request.projectId() == null ? caller.home() : request.projectId();
    if (!caller.sees(project) || new Projects(database).find(project).isEmpty()) {
      throw Refusal.notFound("project", project);
    }
    String backend =
        request.backend() == null || request.backend().isBlank()
            ? maker.roomiestBackend(sizeBytes).name()
            : maker.backend(request.backend()).name();
    NewVolume volume =
        new NewVolume(
            UUID.randomUUID(),
            project,
            Input.name(request.name(), "name"),
            Input.description(request.description()),
            sizeBytes,
            backend,
            Input.metadata(request.metadata()));
    maker.make(volume, caller);
    return get(caller, volume.id());
  }

  /** Changes what people have written about it; {@code null} leaves as it is. */
  public Volume describe(
      Caller caller,
      UUID id,
      @Nullable String name,
      @Nullable String description,
      @Nullable Map<String, String> metadata) {
    get(caller, id);
    caller.mustOperate();
    boolean there =
        states.describe(
            id,
            name == null ? null : Input.name(name, "name"),
            description == null ? null : Input.description(description),
            metadata == null ? null : Input.metadata(metadata));
    if (!there) {
      throw Refusal.notFound("volume", id);
    }
    return get(caller, id);
  }

  /** Makes a volume larger; it is extending for a moment. */
  public Volume extend(Caller caller, UUID id, @Nullable Long sizeBytes) {
    Volume volume = get(caller, id);
    caller.mustOperate();
    long wanted = Input.volumeSize(sizeBytes);
    if (!work.enter(id, () -> states.extend(id, wanted))) {
      Volume now = get(caller, id);
      if (wanted <= now.sizeBytes()) {
        throw Refusal.invalid(
            "size-not-larger",
            "Volume '%s' has %d bytes already, and volumes cannot shrink."
                .formatted(now.name(), now.sizeBytes()),
            "Give a larger size.");
      }
      throw busy(now, "extended");
    }
    audit(
        caller,
        "volume.extend",
        "volume",
        id,
        volume.projectId(),
        Map.of("from", Long.toString(volume.sizeBytes()), "to", Long.toString(wanted)));
    maker.startExtending(volume, wanted);
    return get(caller, id);
  }

  /** Marks a volume as used by somebody besides Holdfast, or no longer so. */
  public Volume setInUse(Caller caller, UUID id, boolean inUse) {
    Volume volume = get(caller, id);
    caller.mustOperate();
    VolumeStatus wanted = inUse ? VolumeStatus.IN_USE : VolumeStatus.AVAILABLE;
    if (volume.status() == wanted) {
      return volume;
    }
    if (!states.setInUse(id, inUse)) {
      throw busy(get(caller, id), inUse ? "marked in use" : "taken out of use");
    }
    try {
      grid.volumeService(maker.backend(volume.backend())).setInUse(id, inUse);
    } catch (RuntimeException e) {
      states.setInUse(id, !inUse);
      throw e;
    }
    audit(
        caller,
        inUse ? "volume.use" : "volume.release",
        "volume",
        id,
        volume.projectId(),
        Map.of());
    return get(caller, id);
  }

  /** Deletes a volume; it is deleting for a moment. Its backups stay. */
  public void delete(Caller caller, UUID id) {
    Volume volume = get(caller, id);
    caller.mustOperate();
    if (!work.enter(id, () -> states.delete(id))) {
      Volume now = get(caller, id);
      if (!new SnapshotQueries(database).ofVolume(id, Slice.first(1)).isEmpty()) {
        throw Refusal.conflict(
            "volume-has-snapshots",
            "Volume '%s' has snapshots.".formatted(now.name()),
            "Delete them first.");
      }
      throw now.status().value().startsWith("error") ? stillWritten(now) : busy(now, "deleted");
    }
    audit(caller, "volume.delete", "volume", id, volume.projectId(), Map.of("name", volume.name()));
    maker.startDeleting(id);
  }

  /** Takes a volume out of an error, when somebody has seen to it. */
  public Volume reset(Caller caller, UUID id) {
    Volume volume = get(caller, id);
    caller.mustOperateInstallation();
    if (!states.reset(id)) {
      if (volume.status().value().startsWith("error")) {
        throw stillWritten(volume);
      }
      throw Refusal.conflict(
          "volume-not-in-error",
          "Volume '%s' is %s, not in error.".formatted(volume.name(), volume.status().value()),
          "There is nothing to reset.");
    }
    audit(
        caller,
        "volume.reset",
        "volume",
        id,
        volume.projectId(),
        Map.of("was", volume.status().value()));
    return get(caller, id);
  }

  private static Refusal stillWritten(Volume volume) {
    return Refusal.conflict(
        "volume-still-written",
        "A worker whose task was ended is still connected to volume '%s' for writing."
            .formatted(volume.name()),
        "Its connection is being cut; try again in a few seconds. If its worker is gone for good,"
            + " that takes until its lease has run out.");
  }

  private static Refusal busy(Volume volume, String what) {
    boolean error = volume.status().value().startsWith("error");
    return Refusal.conflict(
        error ? "volume-in-error" : "volume-busy",
        "Volume '%s' is %s and cannot be %s now."
            .formatted(volume.name(), volume.status().value(), what),
        error
            ? "Look at its error; an operator can reset its status."
            : volume.status() == VolumeStatus.IN_USE
                ? "Take it out of use first."
                : "Wait until it is available.");
  }

  private void audit(
      Caller caller,
      String action,
      String kind,
      Object id,
      @Nullable UUID project,
      Map<String, String> detail) {
    new AuditLog(database).add(caller.name(), action, kind, id, project, Outcome.ACCEPTED, detail);
  }

  private VolumeFilter scoped(Caller caller, VolumeFilter filter) {
    UUID only = caller.onlyProject();
    return only == null
        ? filter
        : filter.inProject(only).coveredBy(seen(caller, filter.policyId()));
  }

  /** What a policy covers is not for those who do not see the policy. */
  private @Nullable UUID seen(Caller caller, @Nullable UUID policyId) {
    if (policyId == null) {
      return null;
    }
    return new Policies(database)
        .find(policyId)
        .filter(policy -> caller.sees(policy.terms().projectId()))
        .map(Policy::id)
        .orElse(NONE);
  }
}
