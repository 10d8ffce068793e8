package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.FilterDriver;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.RepositoryDriver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading what a repository says that it holds. */
class AllManifestsTest {
  private final Site site = Site.encrypted();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void damaged_manifests_are_told_of_and_hide_no_other() {
    List<BackupId> intact = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Manifest manifest = site.backUp(InMemoryVolume.ofSize(Site.CHUNK_BYTES));
      byte[] object =
          Objects.requireNonNull(site.objects().objects().get("backups/" + manifest.id()));
      if (i % 10 == 5) {
        object[object.length / 2] ^= 1;
      } else {
        intact.add(manifest.id());
      }
    }
    OfflineRestore.Listing listing = offline(site.driver).list();
    assertThat(listing.backups())
        .extracting(Manifest::id)
        .containsExactlyInAnyOrderElementsOf(intact);
    assertThat(listing.problems()).hasSize(3).allMatch(problem -> problem.contains("is damaged"));

    List<BackupId> found = new ArrayList<>();
    ReindexReport report =
        new Reindex(site.withoutRecords().context()).run(manifest -> found.add(manifest.id()));
    assertThat(found).containsExactlyInAnyOrderElementsOf(intact);
    assertThat(report.backups()).isEqualTo(intact.size());
    assertThat(report.problems()).hasSize(3);
  }

  @Test
  void several_manifests_are_read_at_once() {
    for (int i = 0; i < 4; i++) {
      site.backUp(InMemoryVolume.ofSize(Site.CHUNK_BYTES));
    }
    var reading = new CountDownLatch(4);
    var far =
        new FilterDriver(site.driver) {
          @Override
          public int read(String name, long offsetBytes, ByteBuffer into) {
            if (name.startsWith("backups/")) {
              reading.countDown();
              await(reading);
            }
            return super.read(name, offsetBytes, into);
          }
        };
    assertThat(offline(far).list().backups()).hasSize(4);
  }

  private static void await(CountDownLatch reading) {
    try {
      assertThat(reading.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private OfflineRestore offline(RepositoryDriver driver) {
    return new OfflineRestore(
        Repository.open(driver, Site.PASSPHRASE),
        site.processors,
        MemoryBudget.ofMebibytes(16),
        site.progress,
        site.cancellation);
  }
}
