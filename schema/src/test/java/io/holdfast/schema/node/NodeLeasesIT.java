package io.holdfast.schema.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NodeLeasesIT {

  private static final Duration LEASE = Duration.ofSeconds(15);

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final NodeLeases leases = new NodeLeases(database.context());

  @Test
  void of_several_processes_with_one_host_name_one_may_take_part() {
    try (Race race = new Race(database, 6)) {
      for (int round = 0; round < 10; round++) {
        String host = "same-" + round;
        List<RegisterResult> results =
            race.all(context -> new NodeLeases(context).register(registration(host)));
        assertThat(results).filteredOn(RegisterResult.Registered.class::isInstance).hasSize(1);
        UUID holder = leases.nodes().live(NodeRole.WORKER, host).orElseThrow().incarnation();
        assertThat(results)
            .filteredOn(RegisterResult.HostTaken.class::isInstance)
            .hasSize(5)
            .allSatisfy(taken ->
                assertThat(((RegisterResult.HostTaken) taken).holder().incarnation())
                    .isEqualTo(holder));
      }
    }
  }

  @Test
  void a_host_whose_lease_ran_out_is_taken_by_one_of_those_that_start_anew() {
    try (Race race = new Race(database, 6)) {
      for (int round = 0; round < 10; round++) {
        String host = "restarted-" + round;
        Owner earlier = fixtures.worker(host);
        fixtures.expireLease(earlier);
        List<RegisterResult> results =
            race.all(context -> new NodeLeases(context).register(registration(host)));
        assertThat(results).filteredOn(RegisterResult.Registered.class::isInstance).hasSize(1);
        assertThat(leases.nodes().find(earlier.incarnation()).orElseThrow().state())
            .isEqualTo(NodeState.CLOSED);
        assertThat(leases.renew(earlier.incarnation(), LEASE)).isEmpty();
      }
    }
  }

  @Test
  void a_renewal_and_the_closing_of_an_expired_lease_exclude_each_other() {
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 30; round++) {
        Owner owner = fixtures.worker("expired-" + round);
        fixtures.expireLease(owner);
        List<Boolean> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new NodeLeases(context).renew(owner.incarnation(), LEASE).isPresent()
                        : new NodeLeases(context).closeExpired(owner.incarnation()));
        assertThat(results).containsExactlyInAnyOrder(true, false);
      }
    }
  }

  @Test
  void who_was_closed_never_renews_and_is_closed_once() {
    Owner owner = fixtures.worker("closed");
    try (Race race = new Race(database, 4)) {
      assertThat(race.all(context -> new NodeLeases(context).close(owner.incarnation(), "told to")))
          .filteredOn(won -> won)
          .hasSize(1);
    }
    assertThat(leases.renew(owner.incarnation(), LEASE)).isEmpty();
    assertThat(leases.drain(NodeRole.WORKER, "closed")).isFalse();
    assertThat(leases.nodes().find(owner.incarnation()).orElseThrow().closedReason())
        .isEqualTo("told to");
    assertThat(leases.register(registration("closed")))
        .isInstanceOf(RegisterResult.Registered.class);
  }

  @Test
  void a_lease_is_timed_by_the_database() {
    Owner owner = fixtures.worker("timed");
    Instant before = now();
    Optional<Instant> until = leases.renew(owner.incarnation(), LEASE);
    assertThat(until.orElseThrow()).isBetween(before.plus(LEASE), now().plus(LEASE));
    assertThat(leases.closeExpired(owner.incarnation())).isFalse();
    fixtures.expireLease(owner);
    assertThat(leases.nodes().find(owner.incarnation()).orElseThrow().leaseValid()).isFalse();
    assertThat(leases.nodes().expired(NodeRole.WORKER, Duration.ofMinutes(59)))
        .extracting(Node::incarnation)
        .contains(owner.incarnation());
    assertThat(leases.nodes().expired(NodeRole.WORKER, Duration.ofHours(2))).isEmpty();
    // Nobody closed it: an outage of the database alone costs it nothing.
    assertThat(leases.renew(owner.incarnation(), LEASE)).isPresent();
  }

  @Test
  void draining_goes_to_and_fro_once() {
    Owner owner = fixtures.worker("drained");
    try (Race race = new Race(database, 4)) {
      assertThat(race.all(context -> new NodeLeases(context).drain(NodeRole.WORKER, "drained")))
          .filteredOn(won -> won)
          .hasSize(1);
    }
    assertThat(leases.nodes().find(owner.incarnation()).orElseThrow().state())
        .isEqualTo(NodeState.DRAINING);
    assertThat(leases.renew(owner.incarnation(), LEASE)).isPresent();
    assertThat(leases.undrain(NodeRole.WORKER, "drained")).isTrue();
    assertThat(leases.undrain(NodeRole.WORKER, "drained")).isFalse();
  }

  @Test
  void roles_do_not_share_their_hosts_names() {
    fixtures.worker("both");
    NodeRegistration storage =
        new NodeRegistration(
            "both", NodeRole.VOLUME_SERVICE, UUID.randomUUID(), 0, "", "1", "", LEASE);
    assertThat(leases.register(storage)).isInstanceOf(RegisterResult.Registered.class);
    assertThat(leases.nodes().live(NodeRole.VOLUME_SERVICE))
        .extracting(Node::host)
        .contains("both");
  }

  private static NodeRegistration registration(String host) {
    return new NodeRegistration(
        host, NodeRole.WORKER, UUID.randomUUID(), 2, "nova", "1", "", LEASE);
  }

  private Instant now() {
    return SchemaDatabase.now(database.context()).truncatedTo(ChronoUnit.MICROS);
  }
}
