package io.holdfast.volumeservice.request;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeReport;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.volumeservice.backend.Backend;
import io.holdfast.volumeservice.backend.StoredVolume;
import io.holdfast.volumeservice.backend.StoredVolume.Kind;
import io.holdfast.volumeservice.claim.ClaimKind;
import io.holdfast.volumeservice.claim.Claims;
import io.holdfast.volumeservice.connection.Attachments;
import io.holdfast.volumeservice.request.Backends.Kept;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The volume service of this host, called by many threads at once. */
public final class LocalVolumeService implements VolumeService {

  private static final Logger log = LoggerFactory.getLogger(LocalVolumeService.class);

  private final String availabilityZone;
  private final Backends backends;
  private final Claims claims;
  private final Attachments attachments;
  private final SameRequests requests = new SameRequests();

  /**
   * @param availabilityZone where its storage is; empty when that does not matter
   */
  public LocalVolumeService(
      String availabilityZone, Backends backends, Claims claims, Attachments attachments) {
    this.availabilityZone = availabilityZone;
    this.backends = backends;
    this.claims = claims;
    this.attachments = attachments;
  }

  @Override
  public List<BackendReport> capabilities() {
    return backends.all().stream().map(backend -> backend.report().in(availabilityZone)).toList();
  }

  @Override
  public List<VolumeReport> listVolumes(String backend) {
    return backends.named(backend).list().stream()
        .filter(stored -> stored.kind() == Kind.VOLUME)
        .map(LocalVolumeService::report)
        .toList();
  }

  private static VolumeReport report(StoredVolume stored) {
    return new VolumeReport(
        stored.id(), stored.name(), stored.sizeBytes(), stored.inUse(), stored.problem());
  }

  @Override
  public VolumeReport createVolume(String backend, UUID volumeId, long sizeBytes, String name) {
    VolumeRules.requireSize(sizeBytes);
    VolumeRules.requireName(name);
    Backend target = backends.named(backend);
    StoredVolume volume =
        made(
            volumeId,
            () -> new Kept(target, target.createVolume(volumeId, sizeBytes, name)),
            existing ->
                existing.backend() == target
                    && existing.stored().kind() == Kind.VOLUME
                    && existing.stored().sizeBytes() == sizeBytes);
    return report(volume);
  }

  /** Whether what is there already is what was asked for. */
  @FunctionalInterface
  private interface Match {
    boolean with(Kept existing);
  }

  private StoredVolume made(UUID id, Supplier<Kept> making, Match match) {
    Kept kept =
        requests.once(
            "make " + id,
            () -> {
              try (Claims.Claim _ = claims.claim(id, ClaimKind.ALONE, "made", "it is being made")) {
                return backends.find(id).orElseGet(() -> logged(making.get()));
              }
            });
    StoredVolume stored = kept.stored();
    // Asked of each caller: the request that this one joined may have meant something else.
    if (!match.with(kept)) {
      throw new VolumeServiceException(
          FailureKind.INVALID,
          "%s exists already as something else: a %s of %d bytes on backend '%s'."
              .formatted(id, stored.kind(), stored.sizeBytes(), kept.backend().name()));
    }
    return stored;
  }

  private static Kept logged(Kept made) {
    StoredVolume stored = made.stored();
    log.info("Made {} bytes={} origin={}", stored, stored.sizeBytes(), stored.origin());
    return made;
  }

  @Override
  public VolumeReport extendVolume(UUID volumeId, long sizeBytes) {
    VolumeRules.requireSize(sizeBytes);
    return requests.once(
        "extend " + volumeId + " " + sizeBytes,
        () -> {
          try (Claims.Claim _ = alone(volumeId, "extended")) {
            Kept volume = backends.require(volumeId, Kind.VOLUME);
            long now = volume.stored().sizeBytes();
            if (sizeBytes < now) {
              throw new VolumeServiceException(
                  FailureKind.INVALID,
                  "Volume %s has %d bytes and cannot be made smaller (%d)."
                      .formatted(volumeId, now, sizeBytes));
            }
            return report(
                sizeBytes == now
                    ? volume.stored()
                    : volume.backend().extendVolume(volumeId, sizeBytes));
          }
        });
  }

  private Claims.Claim alone(UUID id, String done) {
    return claims.claim(id, ClaimKind.ALONE, done, "it is being " + done);
  }

  @Override
  public void deleteVolume(UUID volumeId) {
    delete(volumeId, Kind.VOLUME);
  }

  private void delete(UUID id, Kind kind) {
    requests.once(
        "delete " + kind + " " + id,
        () -> {
          try (Claims.Claim _ = alone(id, "deleted")) {
            backends.find(id).map(kept -> kept.require(kind)).ifPresent(this::delete);
          }
          return id;
        });
  }

  private void delete(Kept kept) {
    StoredVolume stored = kept.stored();
    if (stored.inUse()) {
      throw new VolumeServiceException(
          FailureKind.BUSY,
          "Volume %s cannot be deleted, since it is marked as in use by somebody besides Holdfast."
              .formatted(stored.id()));
    }
    if (stored.kind() == Kind.VOLUME) {
      VolumeRules.requireNoSnapshots(stored, kept.backend().list());
    }
    kept.backend().delete(stored.id());
    log.info("Deleted {}", stored);
  }

  @Override
  public void createSnapshot(UUID volumeId, UUID snapshotId) {
    copied(
        snapshotId,
        volumeId,
        Kind.SNAPSHOT,
        Kind.VOLUME,
        backend -> backend.createSnapshot(volumeId, snapshotId));
  }

  @Override
  public void createTemporaryVolume(UUID snapshotId, UUID temporaryVolumeId) {
    copied(
        temporaryVolumeId,
        snapshotId,
        Kind.TEMPORARY_VOLUME,
        Kind.SNAPSHOT,
        backend -> backend.createTemporaryVolume(snapshotId, temporaryVolumeId));
  }

  /** Makes something new out of what a backend has. */
  @FunctionalInterface
  private interface Copying {
    StoredVolume on(Backend backend);
  }

  private void copied(UUID id, UUID origin, Kind kind, Kind originKind, Copying copying) {
    made(
        id,
        () -> {
          String holder = "a " + kind + " of it is being made";
          try (Claims.Claim _ = claims.claim(origin, ClaimKind.KEEP, "copied", holder)) {
            Backend backend = backends.require(origin, originKind).backend();
            return new Kept(backend, copying.on(backend));
          }
        },
        existing -> existing.stored().kind() == kind && origin.equals(existing.stored().origin()));
  }

  @Override
  public void deleteSnapshot(UUID snapshotId) {
    delete(snapshotId, Kind.SNAPSHOT);
  }

  @Override
  public void deleteTemporaryVolume(UUID temporaryVolumeId) {
    delete(temporaryVolumeId, Kind.TEMPORARY_VOLUME);
  }

  @Override
  public void prepareForBackup(UUID volumeId) {
    backends.require(volumeId, Kind.VOLUME).backend().prepareForBackup(volumeId);
  }

  @Override
  public void setMark(UUID volumeId, UUID markId) {
    requests.once(
        "mark " + volumeId + " " + markId,
        () -> {
          try (Claims.Claim _ =
              claims.claim(volumeId, ClaimKind.KEEP, "marked", "a mark of it is being set")) {
            backends.require(volumeId, Kind.VOLUME).backend().setMark(volumeId, markId);
          }
          return markId;
        });
  }

  @Override
  public VolumeReport setInUse(UUID volumeId, boolean inUse) {
    try (Claims.Claim _ =
        claims.claim(volumeId, ClaimKind.KEEP, "marked", "its mark is being set")) {
      Kept volume = backends.require(volumeId, Kind.VOLUME);
      return report(
          volume.stored().inUse() == inUse
              ? volume.stored()
              : volume.backend().setInUse(volumeId, inUse));
    }
  }

  @Override
  public ConnectionInfo initializeConnection(
      UUID attachmentId, ConnectionSource source, AttachMode mode, ConnectorProperties connector) {
    return requests.once(
        "attach %s %s %s".formatted(attachmentId, source, mode),
        () -> attach(attachmentId, source, mode, connector));
  }

  private ConnectionInfo attach(
      UUID attachmentId, ConnectionSource source, AttachMode mode, ConnectorProperties connector) {
    Kept kept =
        backends
            .find(source.id())
            .orElseThrow(() ->
                new VolumeServiceException(
                    FailureKind.NOT_FOUND,
                    "There is no %s on any backend of this service.".formatted(source)));
    VolumeRules.requireAttachable(kept, source, mode, connector);
    return attachments.open(attachmentId, kept.backend(), kept.stored(), mode, connector);
  }

  @Override
  public void terminateConnection(UUID attachmentId) {
    attachments.terminate(attachmentId);
  }
}
