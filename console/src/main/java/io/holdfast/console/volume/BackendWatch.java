package io.holdfast.console.volume;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.MembershipListener;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.VolumeReport;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.volume.Backends;
import io.holdfast.schema.volume.SeenVolume;
import io.holdfast.schema.volume.VolumeSync;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Asks each volume service what it has, when it joins and then every now and then, and brings the
 * rows into line. The console that leads does it; two at once would do no harm. What a console
 * dropped itself it takes up itself.
 */
@Component
class BackendWatch implements InitializingBean, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BackendWatch.class);

  private final GridAccess grid;
  private final Backends backends;
  private final VolumeSync sync;
  private final VolumeHealing healing;
  private final BackendWatchSettings settings;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("backend-watch-", 0).factory());
  private final Set<String> asking = ConcurrentHashMap.newKeySet();

  BackendWatch(
      DSLContext database, GridAccess grid, VolumeHealing healing, BackendWatchSettings settings) {
    this.grid = grid;
    this.backends = new Backends(database);
    this.sync = new VolumeSync(database);
    this.healing = healing;
    this.settings = settings;
  }

  @Override
  public void afterPropertiesSet() {
    grid.onMembership(
        new MembershipListener() {
          @Override
          public void joined(GridMember member) {
            if (member.role() == GridRole.VOLUME_SERVICE) {
              look(member.host());
            }
          }

          @Override
          public void left(GridMember member) {}
        });
    threads.execute(this::lookUntilStopped);
  }

  private void lookUntilStopped() {
    try {
      while (!threads.awaitTermination(settings.every().toMillis(), TimeUnit.MILLISECONDS)) {
        quietly("all", this::lookAtAll);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAtAll() {
    boolean leads = grid.leads();
    if (leads) {
      grid.members(GridRole.VOLUME_SERVICE).forEach(member -> look(member.host()));
    }
    healing.run(leads);
  }

  private void look(String host) {
    once(host, () -> lookAtBackends(host));
  }

  /** Asks on a thread of its own, unless that is being asked already. */
  private void once(String what, Runnable ask) {
    if (threads.isShutdown() || !asking.add(what)) {
      return;
    }
    threads.execute(() -> {
      try {
        quietly(what, ask);
      } finally {
        asking.remove(what);
      }
    });
  }

  private void lookAtBackends(String host) {
    VolumeService service = grid.volumeService(host);
    for (BackendReport backend : service.capabilities()) {
      boolean ours =
          backends.report(
              backend.name(),
              host,
              backend.availabilityZone(),
              Map.of(
                  "type", backend.type(),
                  "attachesSnapshots", Boolean.toString(backend.attachesSnapshots()),
                  "sharesSnapshotData", Boolean.toString(backend.sharesSnapshotData())),
              known(backend.totalBytes()),
              known(backend.freeBytes()));
      if (!ours) {
        log.warn(
            "Two volume services serve a backend of one name; the second is left out backend={}"
                + " host={}",
            backend.name(),
            host);
        continue;
      }
      // One that hangs holds up no other.
      once(host + "/" + backend.name(), () -> bringIntoLine(service, backend.name()));
    }
  }

  private void bringIntoLine(VolumeService service, String backend) {
    Instant askedAt = sync.now();
    List<SeenVolume> seen = service.listVolumes(backend).stream().map(BackendWatch::seen).toList();
    int changed = sync.apply(backend, Projects.DEFAULT_ID, seen, askedAt);
    if (changed > 0) {
      log.info("Volumes were brought into line backend={} changed={}", backend, changed);
    }
  }

  private static SeenVolume seen(VolumeReport report) {
    return new SeenVolume(
        report.id(), report.name(), report.sizeBytes(), report.inUse(), report.problem());
  }

  private static @Nullable Long known(long bytes) {
    return bytes < 0 ? null : bytes;
  }

  /** One of the edges where everything is caught: the next look tries again. */
  private void quietly(String what, Runnable work) {
    try {
      work.run();
    } catch (GridCallException e) {
      log.warn("A volume service could not be asked what={} reason={}", what, e.getMessage());
    } catch (RuntimeException e) {
      if (!threads.isShutdown()) {
        log.warn("Looking at volumes failed and is tried again subject={}", what, e);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
