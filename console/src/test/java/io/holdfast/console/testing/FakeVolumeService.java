package io.holdfast.console.testing;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeReport;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.volume.VolumeServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A storage in memory, which can be told to fail. */
public final class FakeVolumeService implements VolumeService {

  private static final long ROOM = 1L << 40;
  private static final String ZONE = "nova";

  private final String backend;
  private final Map<UUID, VolumeReport> volumes = new ConcurrentHashMap<>();
  private final Set<UUID> snapshots = ConcurrentHashMap.newKeySet();
  private final Map<String, VolumeServiceException> failures = new ConcurrentHashMap<>();

  FakeVolumeService(String backend) {
    this.backend = backend;
  }

  /** Lets the next request of a name fail. */
  public void failNext(String request, FailureKind kind, String message) {
    failures.put(request, new VolumeServiceException(kind, message));
  }

  /** Puts a volume there by hand. */
  public void put(VolumeReport volume) {
    volumes.put(volume.id(), volume);
  }

  /** Takes a volume away by hand. */
  public void lose(UUID id) {
    volumes.remove(id);
  }

  public boolean has(UUID id) {
    return volumes.containsKey(id) || snapshots.contains(id);
  }

  private void failIfTold(String request) {
    VolumeServiceException failure = failures.remove(request);
    if (failure != null) {
      throw failure;
    }
  }

  private VolumeReport find(UUID id) {
    VolumeReport volume = volumes.get(id);
    if (volume == null) {
      throw new VolumeServiceException(
          FailureKind.NOT_FOUND, "There is no volume %s.".formatted(id));
    }
    return volume;
  }

  @Override
  public List<BackendReport> capabilities() {
    failIfTold("capabilities");
    return List.of(new BackendReport(backend, "fake", true, true, ROOM, ROOM).in(ZONE));
  }

  @Override
  public List<VolumeReport> listVolumes(String of) {
    failIfTold("listVolumes");
    return new ArrayList<>(volumes.values());
  }

  @Override
  public VolumeReport createVolume(String on, UUID volumeId, long sizeBytes, String name) {
    failIfTold("createVolume");
    if (sizeBytes % 512 != 0) {
      throw new IllegalArgumentException("no multiple of 512: " + sizeBytes);
    }
    return volumes.computeIfAbsent(
        volumeId, id -> new VolumeReport(id, name, sizeBytes, false, null));
  }

  @Override
  public VolumeReport extendVolume(UUID volumeId, long sizeBytes) {
    failIfTold("extendVolume");
    VolumeReport old = find(volumeId);
    VolumeReport larger =
        new VolumeReport(volumeId, old.name(), sizeBytes, old.inUse(), old.problem());
    volumes.put(volumeId, larger);
    return larger;
  }

  @Override
  public void deleteVolume(UUID volumeId) {
    failIfTold("deleteVolume");
    volumes.remove(volumeId);
  }

  @Override
  public void createSnapshot(UUID volumeId, UUID snapshotId) {
    failIfTold("createSnapshot");
    find(volumeId);
    snapshots.add(snapshotId);
  }

  @Override
  public void deleteSnapshot(UUID snapshotId) {
    failIfTold("deleteSnapshot");
    snapshots.remove(snapshotId);
  }

  @Override
  public void createTemporaryVolume(UUID snapshotId, UUID temporaryVolumeId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void deleteTemporaryVolume(UUID temporaryVolumeId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void prepareForBackup(UUID volumeId) {}

  @Override
  public void setMark(UUID volumeId, UUID markId) {}

  @Override
  public VolumeReport setInUse(UUID volumeId, boolean inUse) {
    failIfTold("setInUse");
    VolumeReport old = find(volumeId);
    VolumeReport changed =
        new VolumeReport(volumeId, old.name(), old.sizeBytes(), inUse, old.problem());
    volumes.put(volumeId, changed);
    return changed;
  }

  @Override
  public ConnectionInfo initializeConnection(
      UUID attachmentId, ConnectionSource source, AttachMode mode, ConnectorProperties connector) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void terminateConnection(UUID attachmentId) {}
}
