package io.holdfast.volumeservice.connection;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.volumeservice.StartException;
import io.holdfast.volumeservice.backend.Backend;
import io.holdfast.volumeservice.backend.StoredVolume;
import io.holdfast.volumeservice.backend.VolumeDevice;
import io.holdfast.volumeservice.claim.ClaimKind;
import io.holdfast.volumeservice.claim.Claims;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attachments that are open now. They live in this process only: after a restart none is left,
 * and workers ask for theirs again. The lock is the object's own and guards the map; nothing waits
 * for a storage under it. An attachment stays in the map, and holds its claim, until no request of
 * it can reach the storage.
 */
public final class Attachments implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Attachments.class);

  /** Shorter than the caller's wait for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private final NbdEndpoint endpoint;
  private final Claims claims;
  private final TerminatedAttachments terminated;
  private final Map<UUID, Attachment> open = new HashMap<>();
  private boolean closed;

  private record Attachment(
      UUID id,
      UUID source,
      AttachMode mode,
      String host,
      String export,
      VolumeDevice device,
      Claims.Claim claim) {

    void letGo() {
      device.close();
      claim.close();
    }
  }

  private Attachments(NbdEndpoint endpoint, Claims claims, TerminatedAttachments terminated) {
    this.endpoint = endpoint;
    this.claims = claims;
    this.terminated = terminated;
  }

  /** Begins without any, but remembers in the state directory which have ended. */
  public static Attachments begin(
      NbdEndpoint endpoint, Claims claims, Path state, InstantSource clock) {
    try {
      return new Attachments(
          endpoint,
          claims,
          TerminatedAttachments.load(state.resolve("terminated-attachments"), clock));
    } catch (IOException e) {
      throw new StartException(
          "The state directory %s cannot be used: %s".formatted(state, e.getMessage()),
          "Set holdfast.volume-service.state to a directory that this process may write to.",
          e);
    }
  }

  /** Attaches, or says again how to reach what is attached already. */
  public ConnectionInfo open(
      UUID attachmentId,
      Backend backend,
      StoredVolume source,
      AttachMode mode,
      ConnectorProperties connector) {
    Attachment existing = find(attachmentId);
    if (existing == null) {
      existing = added(attach(attachmentId, backend, source, mode, connector));
      log.info(
          "Attached attachmentId={} source={} mode={} host={}",
          attachmentId,
          source,
          mode.label(),
          connector.host());
    } else if (!existing.source.equals(source.id()) || existing.mode != mode) {
      throw isOther(existing);
    }
    return endpoint.describe(existing.export, connector);
  }

  private static VolumeServiceException isOther(Attachment existing) {
    return new VolumeServiceException(
        FailureKind.INVALID,
        "Attachment %s is open already, to %s (%s)."
            .formatted(existing.id, existing.source, existing.mode.label()));
  }

  private synchronized @Nullable Attachment find(UUID attachmentId) {
    requireOpen(attachmentId);
    return open.get(attachmentId);
  }

  /**
   * What was attached without the lock, for the storage may hang, may have been ended meanwhile.
   */
  private Attachment added(Attachment made) {
    try {
      synchronized (this) {
        requireOpen(made.id);
        Attachment existing = open.putIfAbsent(made.id, made);
        if (existing != null) {
          throw isOther(existing);
        }
      }
      return made;
    } catch (VolumeServiceException e) {
      // Nobody has heard the export's name, so that no request of it is under way.
      made.device.cut();
      try {
        endpoint.withdraw(made.export, Duration.ZERO);
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
      }
      made.letGo();
      throw e;
    }
  }

  private void requireOpen(UUID attachmentId) {
    if (closed) {
      throw new VolumeServiceException(
          FailureKind.UNREACHABLE, "The volume service is ending; try again later.");
    }
    if (terminated.contains(attachmentId)) {
      throw new VolumeServiceException(
          FailureKind.INVALID,
          "Attachment %s was ended and does not come back; ask under a new id."
              .formatted(attachmentId));
    }
  }

  private Attachment attach(
      UUID id, Backend backend, StoredVolume source, AttachMode mode, ConnectorProperties from) {
    boolean writes = mode == AttachMode.READ_WRITE;
    Claims.Claim claim =
        claims.claim(
            source.id(),
            writes ? ClaimKind.WRITE : ClaimKind.READ,
            writes ? "attached for writing" : "attached for reading",
            "host %s %s it (attachment %s)"
                .formatted(from.host(), writes ? "writes to" : "reads", id));
    VolumeDevice device = null;
    try {
      ExportMode exportMode = writes ? ExportMode.READ_WRITE : ExportMode.READ_ONLY;
      device = backend.open(source.id(), exportMode);
      String export = endpoint.export(device, exportMode);
      return new Attachment(id, source.id(), mode, from.host(), export, device, claim);
    } catch (RuntimeException e) {
      if (device != null) {
        device.close();
      }
      claim.close();
      throw e;
    }
  }

  /** Cuts an attachment. Returns when none of its requests can reach the storage any more. */
  public void terminate(UUID attachmentId) {
    // First of all, so that a request to attach that is under way either is seen below or fails.
    terminated.add(attachmentId);
    Attachment attachment;
    synchronized (this) {
      attachment = open.get(attachmentId);
    }
    if (attachment == null) {
      return;
    }
    attachment.device.cut();
    try {
      if (!endpoint.withdraw(attachment.export, PATIENCE)) {
        throw new VolumeServiceException(
            FailureKind.BUSY,
            "Attachment %s is cut, but the storage still works on a request of it; ask again."
                .formatted(attachmentId));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolumeServiceException(
          FailureKind.UNREACHABLE, "The volume service is ending; ask again later.", e);
    }
    release(attachment);
  }

  private void release(Attachment attachment) {
    synchronized (this) {
      if (!open.remove(attachment.id, attachment)) {
        return;
      }
    }
    attachment.letGo();
    log.info("Detached attachmentId={} host={}", attachment.id, attachment.host);
  }

  /** Cuts all attachments; further ones are refused. They are not remembered as ended. */
  @Override
  public void close() {
    List<Attachment> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(open.values());
    }
    left.forEach(attachment -> attachment.device.cut());
    endpoint.close();
    left.forEach(this::release);
  }
}
