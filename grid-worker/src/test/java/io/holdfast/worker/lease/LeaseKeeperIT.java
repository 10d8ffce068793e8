package io.holdfast.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRegistration;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.testing.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class LeaseKeeperIT {

  @RegisterExtension static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

  private static final Duration LEASE = Duration.ofSeconds(3);

  private final NodeLeases leases = new NodeLeases(DATABASE.context());
  private final Gate gate = new Gate();
  private final CompletableFuture<String> fenced = new CompletableFuture<>();
  private final String host = "host-" + UUID.randomUUID();
  @TempDir Path directory;

  @Test
  void it_renews_in_time_and_the_gate_stays_open() throws Exception {
    Registration.Registered own = register().orElseThrow();
    Node first = node(own);
    try (LeaseKeeper _ = keep(own)) {
      await()
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                assertThat(gate.isOpen()).isTrue();
                return node(own);
              },
              node -> node.leaseUntil().isAfter(first.leaseUntil().plus(LEASE)));
    }
    assertThat(fenced).isNotDone();
  }

  @Test
  void closed_by_another_it_is_fenced() throws Exception {
    Registration.Registered own = register().orElseThrow();
    try (LeaseKeeper _ = keep(own)) {
      assertThat(leases.close(own.node().incarnation(), "taken for dead")).isTrue();
      await().untilAsserted(() -> assertThat(fenced).isCompleted());
      assertThat(gate.isOpen()).isFalse();
      assertThat(fenced.join()).contains(own.node().incarnation().toString());
    }
  }

  @Test
  void a_second_process_of_the_name_is_told_who_has_it() throws Exception {
    Registration.Registered first = register().orElseThrow();
    try (LeaseKeeper _ = keep(first)) {
      assertThatThrownBy(this::register)
          .isInstanceOf(HostTakenException.class)
          .hasMessageContaining(host)
          .hasMessageContaining(first.node().incarnation().toString())
          .hasMessageContaining("10.0.0.7")
          .hasMessageContaining("holdfast.grid.host");
    }
    assertThat(node(first).closedAt()).isNull();
  }

  @Test
  void a_dead_one_of_another_machine_is_waited_for_until_its_lease_ends() throws Exception {
    Registration.Registered dead = register().orElseThrow();
    Registration.Registered next = register().orElseThrow();
    assertThat(node(dead).closedAt()).isNotNull();
    assertThat(node(next).closedAt()).isNull();
  }

  @Test
  void a_lock_that_a_dead_one_held_proves_it_dead_at_once() throws Exception {
    UUID dead = UUID.randomUUID();
    try (HostLock lock = HostLock.acquire(directory, host, "grid").orElseThrow()) {
      leases.register(registration(dead, Duration.ofHours(1)));
      lock.hold(dead);
      assertThat(HostLock.acquire(directory, host, "grid")).as("while it lives").isEmpty();
      assertThat(HostLock.acquire(directory, host, "other grid")).isPresent();
    }
    try (HostLock lock = HostLock.acquire(directory, host, "grid").orElseThrow()) {
      Registration registration = new Registration(leases, lock, new CountDownLatch(1));
      assertThat(registration.register(this::registration)).isPresent();
      assertThat(leases.nodes().find(dead).orElseThrow().closedAt()).isNotNull();
    }
  }

  @Test
  void waiting_for_a_name_can_be_stopped() throws Exception {
    leases.register(registration(UUID.randomUUID(), Duration.ofHours(1)));
    CountDownLatch stopped = new CountDownLatch(1);
    CompletableFuture<Optional<Registration.Registered>> waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return new Registration(leases, noLock(), stopped).register(this::registration);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    stopped.countDown();
    assertThat(waiting.join()).isEmpty();
  }

  private LeaseKeeper keep(Registration.Registered own) {
    return LeaseKeeper.start(
        leases, own.node().incarnation(), LEASE, own.askedAt(), gate, fenced::complete);
  }

  /** Without a lock, as from another machine. */
  private Optional<Registration.Registered> register() throws InterruptedException {
    return new Registration(leases, noLock(), new CountDownLatch(1)).register(this::registration);
  }

  private HostLock noLock() {
    return HostLock.acquire(directory.resolve(UUID.randomUUID().toString()), host, "grid")
        .orElseThrow();
  }

  private NodeRegistration registration() {
    return registration(UUID.randomUUID(), LEASE);
  }

  private NodeRegistration registration(UUID incarnation, Duration lease) {
    return new NodeRegistration(
        host, NodeRole.WORKER, incarnation, 2, "nova", "1", "10.0.0.7", lease);
  }

  private Node node(Registration.Registered own) {
    return leases.nodes().find(own.node().incarnation()).orElseThrow();
  }
}
