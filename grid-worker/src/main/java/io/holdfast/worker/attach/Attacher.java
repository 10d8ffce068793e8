package io.holdfast.worker.attach;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.VolumeTarget;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.attachment.NewAttachment;
import io.holdfast.schema.attachment.OpenResult;
import io.holdfast.schema.node.Owner;
import io.holdfast.worker.attach.NbdExport.WhenLost;
import io.holdfast.worker.lease.Gate;
import io.holdfast.worker.lease.GatedSource;
import io.holdfast.worker.lease.GatedTarget;
import io.holdfast.worker.record.DatabasePatience;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Connects tasks to volumes and snapshots. The order is what makes every connection findable: the
 * row first, then the volume service's connection, then the row says attached, and only then the
 * first byte. Whatever fails on the way is taken back in {@link Detacher}'s order.
 */
public final class Attacher {

  private final Attachments rows;
  private final VolumeServices services;
  private final Detacher detacher;
  private final Owner owner;
  private final ConnectorProperties connector;
  private final NbdClientOptions nbd;
  private final Gate gate;
  private final DatabasePatience patience;

  public Attacher(
      Attachments rows,
      VolumeServices services,
      Detacher detacher,
      Owner owner,
      ConnectorProperties connector,
      NbdClientOptions nbd,
      Gate gate,
      DatabasePatience patience) {
    this.rows = rows;
    this.services = services;
    this.detacher = detacher;
    this.owner = owner;
    this.connector = connector;
    this.nbd = nbd;
    this.gate = gate;
    this.patience = patience;
  }

  /**
   * Attaches a volume or snapshot for reading. Closing what is attached detaches it.
   *
   * @param since a mark; what changed since then is told if it is known
   */
  public Attached<BackupSource> source(
      UUID taskId,
      ConnectionSource source,
      String backend,
      @Nullable UUID since,
      Cancellation cancellation) {
    UUID id = open(taskId, source, backend, AttachMode.READ_ONLY);
    NbdClientOptions asking =
        since == null ? nbd : nbd.withMetaContexts(SourceChanges.contexts(since));
    return connected(
        id,
        backend,
        () -> {
          NbdConnector connection = connection(id, source, backend, AttachMode.READ_ONLY, asking);
          NbdExport export =
              new NbdExport(
                  capitalised(source), connection, WhenLost.CONNECT_ANEW, gate, cancellation);
          return new BackupSource(
              new GatedSource(new NbdVolumeSource(export), gate),
              since == null ? null : SourceChanges.since(since, export, gate).orElse(null));
        });
  }

  /** Attaches a volume for writing. Closing what is attached detaches it. */
  public Attached<VolumeTarget> target(
      UUID taskId, UUID volumeId, String backend, Cancellation cancellation) {
    ConnectionSource volume = ConnectionSource.volume(volumeId);
    UUID id = open(taskId, volume, backend, AttachMode.READ_WRITE);
    return connected(
        id,
        backend,
        () -> {
          NbdConnector connection = connection(id, volume, backend, AttachMode.READ_WRITE, nbd);
          NbdExport export =
              new NbdExport(capitalised(volume), connection, WhenLost.FAIL, gate, cancellation);
          return new GatedTarget(new NbdVolumeTarget(export), gate);
        });
  }

  /** Makes the connection of an attachment whose row is there. */
  private interface Connecting<T> {
    T connect();
  }

  private <T extends AutoCloseable> Attached<T> connected(
      UUID id, String backend, Connecting<T> connecting) {
    T volume = null;
    try {
      volume = connecting.connect();
      if (!patience.call(() -> rows.attached(id, owner))) {
        throw new BackupException(
            FailureKind.RETRYABLE,
            "Attachment %s was cut, or its task ended, before it could be used.".formatted(id));
      }
      return new Attached<>(id, volume, () -> detacher.detach(id, backend));
    } catch (RuntimeException e) {
      Attached.disconnect(volume, e);
      detacher.detach(id, backend);
      throw e;
    }
  }

  private UUID open(UUID taskId, ConnectionSource source, String backend, AttachMode mode) {
    detacher.detachEarlier(taskId);
    UUID id = UUID.randomUUID();
    NewAttachment row =
        switch (source.kind()) {
          case SNAPSHOT -> NewAttachment.ofSnapshot(id, taskId, source.id(), backend);
          case VOLUME ->
              NewAttachment.ofVolume(
                  id, taskId, source.id(), backend, AttachmentMode.of(mode.label()));
        };
    return switch (patience.call(() -> rows.open(row, owner))) {
      case OpenResult.Opened() -> id;
      case OpenResult.Fenced() ->
          throw new BackupException(
              FailureKind.FENCED, "Task %s is no longer this worker's own.".formatted(taskId));
      case OpenResult.WriterExists(var writer) ->
          throw new StillAttachedException(
              "%s is still attached for writing by worker '%s' (attachment %s); waiting until that is cut."
                  .formatted(capitalised(source), writer.host(), writer.id()));
    };
  }

  private NbdConnector connection(
      UUID id, ConnectionSource source, String backend, AttachMode mode, NbdClientOptions options) {
    gate.pass();
    ConnectionInfo connection =
        VolumeServices.ask(
            "%s cannot be attached".formatted(capitalised(source)),
            () -> services.of(backend).initializeConnection(id, source, mode, connector));
    return NbdConnector.of(connection, options);
  }

  private static String capitalised(ConnectionSource source) {
    return switch (source.kind()) {
      case VOLUME -> "Volume " + source.id();
      case SNAPSHOT -> "Snapshot " + source.id();
    };
  }
}
