package io.holdfast.grid;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridOffers;
import io.holdfast.grid.process.DatabaseWait;
import io.holdfast.grid.process.ParentWatch;
import io.holdfast.grid.process.ReadyFile;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeReport;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.volume.VolumeServiceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/** A volume service in a process of its own that answers with what it was asked. */
public final class MemberProcess {

  private MemberProcess() {}

  /** Arguments: database URL, host, directory, pid of the parent. */
  public static void main(String[] args) throws InterruptedException {
    ParentWatch.start(Long.parseLong(args[3]), () -> Runtime.getRuntime().halt(3));
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(args[0]);
    DatabaseWait.untilReady(database);
    Path directory = Path.of(args[2]);
    GridNode node =
        GridNode.join(
            new GridSettings("127.0.0.1", null, args[1], directory.resolve("ignite-" + args[1])),
            new GridMember(GridRole.VOLUME_SERVICE, args[1], UUID.randomUUID()),
            args[0],
            database,
            GridOffers.none().with(VolumeService.class, new Echo()),
            System.err::println);
    ReadyFile.write(directory.resolve(args[1] + ".ready"), Map.of("host", node.self().host()));
    LockSupport.park();
  }

  /** Carries every kind of value there and back. */
  private static final class Echo implements VolumeService {

    @Override
    public List<BackendReport> capabilities() {
      return List.of(new BackendReport("fast", "file", true, false, 1L << 40, -1).in("east"));
    }

    @Override
    public List<VolumeReport> listVolumes(String backend) {
      return List.of(
          new VolumeReport(UUID.randomUUID(), backend, 512, true, "It is odd."),
          new VolumeReport(UUID.randomUUID(), backend, 1024, false, null));
    }

    @Override
    public VolumeReport createVolume(String backend, UUID volumeId, long sizeBytes, String name) {
      return new VolumeReport(volumeId, name, sizeBytes, false, null);
    }

    @Override
    public VolumeReport extendVolume(UUID volumeId, long sizeBytes) {
      throw new VolumeServiceException(FailureKind.FULL, "No room for " + sizeBytes + " bytes.");
    }

    @Override
    public void deleteVolume(UUID volumeId) {}

    /** Never ends. */
    @Override
    public void createSnapshot(UUID volumeId, UUID snapshotId) {
      while (true) {
        LockSupport.park();
      }
    }

    @Override
    public void deleteSnapshot(UUID snapshotId) {}

    @Override
    public void createTemporaryVolume(UUID snapshotId, UUID temporaryVolumeId) {}

    @Override
    public void deleteTemporaryVolume(UUID temporaryVolumeId) {}

    @Override
    public void prepareForBackup(UUID volumeId) {}

    @Override
    public void setMark(UUID volumeId, UUID markId) {}

    @Override
    public VolumeReport setInUse(UUID volumeId, boolean inUse) {
      return new VolumeReport(volumeId, "", 0, inUse, null);
    }

    @Override
    public ConnectionInfo initializeConnection(
        UUID attachmentId,
        ConnectionSource source,
        AttachMode mode,
        ConnectorProperties connector) {
      return new ConnectionInfo(
          connector.protocols().getFirst(),
          Map.of("source", source.toString(), "mode", mode.label(), "host", connector.host()));
    }

    @Override
    public void terminateConnection(UUID attachmentId) {}
  }
}
