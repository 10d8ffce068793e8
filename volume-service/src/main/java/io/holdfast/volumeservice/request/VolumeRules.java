package io.holdfast.volumeservice.request;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.volumeservice.backend.StoredVolume;
import io.holdfast.volumeservice.backend.StoredVolume.Kind;
import io.holdfast.volumeservice.request.Backends.Kept;
import java.util.List;

/** The rules that hold on every backend. */
final class VolumeRules {

  private static final int SECTOR_BYTES = 512;
  private static final int LONGEST_NAME = 255;

  private VolumeRules() {}

  static void requireSize(long sizeBytes) {
    if (sizeBytes <= 0 || sizeBytes % SECTOR_BYTES != 0) {
      throw invalid(
          "A volume's size is a positive multiple of %d bytes, but %d was asked for."
              .formatted(SECTOR_BYTES, sizeBytes));
    }
  }

  static void requireName(String name) {
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw invalid(
          "A volume's name has 1 to %d characters, none of them a control character; this one has %d."
              .formatted(LONGEST_NAME, name.length()));
    }
  }

  static void requireNoSnapshots(StoredVolume volume, List<StoredVolume> all) {
    long snapshots =
        all.stream()
            .filter(other -> other.kind() == Kind.SNAPSHOT && volume.id().equals(other.origin()))
            .count();
    if (snapshots > 0) {
      throw new VolumeServiceException(
          FailureKind.BUSY,
          "Volume %s cannot be deleted, since it has %d snapshot%s; delete %s first."
              .formatted(
                  volume.id(),
                  snapshots,
                  snapshots == 1 ? "" : "s",
                  snapshots == 1 ? "it" : "them"));
    }
  }

  static void requireAttachable(
      Kept kept, ConnectionSource source, AttachMode mode, ConnectorProperties connector) {
    StoredVolume stored = kept.stored();
    boolean isSnapshot = stored.kind() == Kind.SNAPSHOT;
    if (isSnapshot != (source.kind() == ConnectionSource.Kind.SNAPSHOT)) {
      throw invalid("%s is a %s.".formatted(stored.id(), stored.kind()));
    }
    if (!connector.protocols().contains(ConnectionInfo.NBD)) {
      throw new VolumeServiceException(
          FailureKind.UNSUPPORTED,
          "Backend '%s' serves volumes by nbd; host %s speaks %s."
              .formatted(kept.backend().name(), connector.host(), connector.protocols()));
    }
    if (isSnapshot && !kept.backend().report().attachesSnapshots()) {
      throw new VolumeServiceException(
          FailureKind.UNSUPPORTED,
          "Backend '%s' does not attach snapshots; make a temporary volume from snapshot %s."
              .formatted(kept.backend().name(), stored.id()));
    }
    if (isSnapshot && mode == AttachMode.READ_WRITE) {
      throw invalid(
          "Snapshot %s must stay as it is: attach it for reading.".formatted(stored.id()));
    }
    if (stored.inUse() && mode == AttachMode.READ_WRITE) {
      throw new VolumeServiceException(
          FailureKind.BUSY,
          "Volume %s cannot be attached for writing, since it is marked as in use by somebody besides Holdfast."
              .formatted(stored.id()));
    }
    if (stored.problem() != null) {
      throw new VolumeServiceException(
          FailureKind.FAILED, "%s cannot be attached: %s".formatted(stored, stored.problem()));
    }
  }

  private static VolumeServiceException invalid(String message) {
    return new VolumeServiceException(FailureKind.INVALID, message);
  }
}
