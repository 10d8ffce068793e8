package io.holdfast.volumeservice.request;

import io.holdfast.grid.volume.VolumeService;
import io.holdfast.volumeservice.backend.Backend;
import io.holdfast.volumeservice.claim.Claims;
import io.holdfast.volumeservice.connection.Attachments;
import io.holdfast.volumeservice.connection.NbdEndpoint;
import io.holdfast.volumeservice.connection.NbdSettings;
import io.holdfast.volumeservice.file.FileBackend;
import io.holdfast.volumeservice.file.FileBackend.SnapshotAttaching;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/** A volume service with two backends, without a grid. */
final class ServiceFixture implements AutoCloseable {

  final VolumeService service;
  private final Backends backends;
  private final Attachments attachments;

  ServiceFixture(Path directory, NbdSettings nbd) {
    this(directory, nbd, slow -> slow);
  }

  /**
   * @param slow stands before the second backend
   */
  ServiceFixture(Path directory, NbdSettings nbd, UnaryOperator<Backend> slow) {
    Path state = directory.resolve("state");
    backends =
        new Backends(
            List.of(
                FileBackend.open("fast", directory.resolve("fast"), SnapshotAttaching.DIRECT),
                slow.apply(
                    FileBackend.open(
                        "slow",
                        directory.resolve("slow"),
                        SnapshotAttaching.BY_TEMPORARY_VOLUME))));
    Claims claims = new Claims();
    attachments =
        Attachments.begin(NbdEndpoint.start(nbd, state), claims, state, Clock.systemUTC());
    service = new LocalVolumeService("east", backends, claims, attachments);
  }

  @Override
  public void close() {
    attachments.close();
    backends.close();
  }
}
