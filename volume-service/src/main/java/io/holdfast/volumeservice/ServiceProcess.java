package io.holdfast.volumeservice;

import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.call.GridOffers;
import io.holdfast.grid.process.DatabaseWait;
import io.holdfast.grid.process.ParentWatch;
import io.holdfast.grid.process.ReadyFile;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.volumeservice.claim.Claims;
import io.holdfast.volumeservice.connection.Attachments;
import io.holdfast.volumeservice.connection.NbdEndpoint;
import io.holdfast.volumeservice.request.Backends;
import io.holdfast.volumeservice.request.LocalVolumeService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Starts the parts of the process in order and ends them in the opposite one. Runs after Spring is
 * up, so that a signal can end the wait for the database. The lock is the object's own and guards
 * what there is to end.
 */
@Component
final class ServiceProcess implements ApplicationRunner, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(ServiceProcess.class);

  private static final int START_GIVES_UP_SECONDS = 2;

  private final ProcessSettings process;
  private final VolumeServiceSettings settings;
  private final InstantSource clock;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private @Nullable Thread starter;
  private boolean ending;

  ServiceProcess(ProcessSettings process, VolumeServiceSettings settings, InstantSource clock) {
    this.process = process;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    synchronized (this) {
      starter = Thread.currentThread();
    }
    try {
      start();
    } catch (InterruptedException e) {
      log.info("Stopped while starting");
    } catch (RuntimeException e) {
      if (!isEnding()) {
        throw e;
      }
      log.info("Stopped while starting");
    } finally {
      started.countDown();
    }
  }

  private void start() throws InterruptedException {
    String host = process.grid().hostOrDefault();
    String databaseUrl = process.requireDatabaseUrl();
    DataSource database = process.database();
    GridMember self = new GridMember(GridRole.VOLUME_SERVICE, host, UUID.randomUUID());
    Path readyFile = process.readyFile();

    Long parentPid = process.parentPid();
    if (parentPid != null) {
      ParentWatch.start(parentPid, () -> exit(0, "The supervising process is gone."));
    }
    // What this machine may refuse comes first, so that it is said before a long wait.
    Backends backends = part(new Backends(settings.openBackends()));
    NbdEndpoint endpoint = part(NbdEndpoint.start(settings.nbd(), settings.state()));
    Claims claims = new Claims();
    Attachments attachments = Attachments.begin(endpoint, claims, settings.state(), clock);
    VolumeService service =
        new LocalVolumeService(settings.availabilityZone(), backends, claims, attachments);
    GridOffers offers = GridOffers.none().with(VolumeService.class, service);
    DatabaseWait.untilReady(database);
    part(
        GridNode.join(
            process.grid().orWorkDirectory(settings.state().resolve("grid")),
            self,
            databaseUrl,
            database,
            offers,
            reason -> exit(1, reason + " The process ends, to be started anew.")));
    part(attachments);
    if (readyFile != null) {
      ReadyFile.write(readyFile, Map.of("host", host));
      part(() -> Files.deleteIfExists(readyFile));
    }
    log.info("Volume service ready host={} backends={}", host, settings.backends().keySet());
  }

  /** Takes a part over, to be ended later, or at once when the process ends already. */
  private synchronized <T extends AutoCloseable> T part(T part) throws InterruptedException {
    parts.push(part);
    if (ending) {
      endAll();
      throw new InterruptedException("the process is ending");
    }
    return part;
  }

  private synchronized boolean isEnding() {
    return ending;
  }

  /** From a thread of its own: whoever has to say this may be needed for ending in order. */
  private static void exit(int status, String why) {
    log.warn("{}", why);
    Thread.ofPlatform().name("exit").start(() -> System.exit(status));
  }

  @Override
  public void destroy() throws InterruptedException {
    Thread starting;
    synchronized (this) {
      ending = true;
      starting = starter;
    }
    if (starting != null && starting != Thread.currentThread() && started.getCount() > 0) {
      starting.interrupt();
      started.await(START_GIVES_UP_SECONDS, TimeUnit.SECONDS);
    }
    synchronized (this) {
      endAll();
    }
    log.info("Volume service ended");
  }

  private void endAll() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.warn("A part did not end in order part={}", part.getClass().getSimpleName(), e);
      }
    }
  }
}
