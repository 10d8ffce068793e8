package io.holdfast.volumeservice.request;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.volumeservice.backend.Backend;
import io.holdfast.volumeservice.connection.NbdSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One of two backends hangs when something of it is opened. */
@Timeout(60)
final class HungStorageIT {

  private static final ConnectorProperties CONNECTOR =
      new ConnectorProperties("alpha", List.of("127.0.0.1"), List.of("nbd"));

  @TempDir Path directory;
  private final CountDownLatch hangs = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);
  private final UUID good = UUID.randomUUID();
  private final UUID hung = UUID.randomUUID();
  private ServiceFixture fixture;

  @BeforeEach
  void start() {
    fixture = new ServiceFixture(directory, new NbdSettings(null, null, null, null), this::hanging);
    fixture.service.createVolume("fast", good, 1 << 20, "good");
    fixture.service.createVolume("slow", hung, 1 << 20, "hung");
  }

  @AfterEach
  void end() {
    answers.countDown();
    fixture.close();
  }

  @Test
  void other_backends_are_attached_and_cut_while_one_hangs() throws Exception {
    FutureTask<ConnectionInfo> stuck = attaching(UUID.randomUUID());

    UUID attachment = UUID.randomUUID();
    attach(attachment, good);
    fixture.service.terminateConnection(attachment);
    fixture.service.deleteVolume(good);

    answers.countDown();
    assertThat(stuck.get()).isNotNull();
  }

  @Test
  void what_is_cut_while_it_is_attached_does_not_come_to_be() throws Exception {
    UUID attachment = UUID.randomUUID();
    FutureTask<ConnectionInfo> stuck = attaching(attachment);

    fixture.service.terminateConnection(attachment);
    answers.countDown();

    assertThatThrownBy(stuck::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(VolumeServiceException.class)
        .hasMessageContaining("was ended and does not come back");
    attach(UUID.randomUUID(), hung);
  }

  /** Begins to attach what hangs, and waits until it does. */
  private FutureTask<ConnectionInfo> attaching(UUID attachment) throws InterruptedException {
    FutureTask<ConnectionInfo> task = new FutureTask<>(() -> attach(attachment, hung));
    Thread.ofVirtual().start(task);
    assertThat(hangs.await(30, SECONDS)).isTrue();
    return task;
  }

  private ConnectionInfo attach(UUID attachment, UUID volume) {
    return fixture.service.initializeConnection(
        attachment, ConnectionSource.volume(volume), AttachMode.READ_WRITE, CONNECTOR);
  }

  private Backend hanging(Backend backend) {
    return (Backend)
        Proxy.newProxyInstance(
            HungStorageIT.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (_, method, arguments) -> {
              if (method.getName().equals("open")) {
                hangs.countDown();
                answers.await();
              }
              try {
                return method.invoke(backend, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
