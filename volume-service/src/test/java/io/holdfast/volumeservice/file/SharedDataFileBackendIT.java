package io.holdfast.volumeservice.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.volumeservice.backend.Backend;
import io.holdfast.volumeservice.backend.BackendContract;
import io.holdfast.volumeservice.file.FileBackend.SnapshotAttaching;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On XFS, where a snapshot shares its volume's data. */
final class SharedDataFileBackendIT extends BackendContract {

  @TempDir static Path workplace;
  private static LoopFileSystem xfs;

  @BeforeAll
  static void mount() throws Exception {
    xfs = new LoopFileSystem(workplace, 512L << 20, "mkfs.xfs", "-q", "-m", "reflink=1");
  }

  @AfterAll
  static void unmount() throws Exception {
    if (xfs != null) {
      xfs.close();
    }
  }

  @Override
  protected Backend open(String test) {
    return FileBackend.open(
        "xfs", xfs.directory.resolve(test), SnapshotAttaching.BY_TEMPORARY_VOLUME);
  }

  @Test
  void snapshots_cost_nothing_and_the_backend_says_so() {
    assertThat(backend.report().sharesSnapshotData()).isTrue();
    assertThat(backend.report().attachesSnapshots()).isFalse();
  }
}
