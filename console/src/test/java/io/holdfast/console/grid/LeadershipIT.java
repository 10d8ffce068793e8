package io.holdfast.console.grid;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRegistration;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeadershipIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final NodeLeases leases = new NodeLeases(database.context());
  private final Leadership leadership = new Leadership(leases.nodes());
  private final Fixtures fixtures = new Fixtures(database.context());
  private final Owner oldest = console();
  private final Owner second = console();
  private final Owner third = console();

  @Test
  void the_oldest_leads() {
    assertThat(leads(oldest)).isTrue();
    assertThat(leads(second)).isFalse();
    assertThat(leads(third)).isFalse();
    assertThat(leadership.isWith(UUID.randomUUID(), List.of(oldest.incarnation()))).isFalse();
    assertThat(leadership.isWith(oldest.incarnation(), List.of())).as("not in the grid").isFalse();
  }

  @Test
  void the_next_oldest_leads_while_those_before_it_are_cut_off_from_the_database() {
    fixtures.expireLease(oldest);
    assertThat(leads(second)).isTrue();
    assertThat(leads(third)).isFalse();
    leases.close(second.incarnation(), "It was silent.");
    assertThat(leads(third)).isTrue();

    leases.renew(oldest.incarnation(), Duration.ofHours(1));
    assertThat(leads(third)).as("the oldest is back").isFalse();
  }

  private boolean leads(Owner console) {
    return leadership.isWith(
        console.incarnation(),
        List.of(oldest.incarnation(), second.incarnation(), third.incarnation()));
  }

  private Owner console() {
    NodeRegistration node =
        new NodeRegistration(
            "console-" + UUID.randomUUID(),
            NodeRole.CONSOLE,
            UUID.randomUUID(),
            0,
            "",
            "1",
            "",
            Duration.ofHours(1));
    leases.register(node);
    return node.owner();
  }
}
