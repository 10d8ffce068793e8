package io.holdfast.schema.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.attachment.NewAttachment;
import io.holdfast.schema.attachment.OpenResult;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TaskTakeoverIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final TaskTakeover takeover = new TaskTakeover(database.context());
  private final NodeLeases leases = new NodeLeases(database.context());
  private final Attachments attachments = new Attachments(database.context());

  @Test
  void nothing_is_taken_before_both_fences_are_up() {
    String host = "slow-" + UUID.randomUUID();
    Owner owner = fixtures.worker(host);
    UUID volume = fixtures.volume("held");
    CreateResult.Accepted backup = fixtures.running(volume, owner);
    UUID attachment = UUID.randomUUID();
    NewAttachment wanted =
        NewAttachment.ofVolume(
            attachment, backup.taskId(), volume, Fixtures.BACKEND, AttachmentMode.RO);
    assertThat(attachments.open(wanted, owner)).isEqualTo(new OpenResult.Opened());
    assertThat(attachments.attached(attachment, owner)).isTrue();

    fixtures.expireLease(owner);
    assertThat(takeover.takeOver(owner.incarnation())).isEmpty();
    assertThat(leases.closeExpired(owner.incarnation())).isTrue();
    assertThat(takeover.takeOver(owner.incarnation())).isEmpty();
    attachments.detaching(attachment);
    assertThat(takeover.takeOver(owner.incarnation())).isEmpty();
    attachments.detached(attachment);
    assertThat(takeover.takeOver(owner.incarnation())).hasSize(1);
    assertThat(takeover.takeOver(owner.incarnation())).isEmpty();
  }

  @Test
  void of_several_that_take_over_each_task_is_taken_once() {
    try (Race race = new Race(database, 4)) {
      for (int round = 0; round < 10; round++) {
        Owner owner = fixtures.worker("gone-" + UUID.randomUUID());
        fixtures.running(fixtures.volume("a"), owner);
        fixtures.running(fixtures.volume("b"), owner);
        leases.close(owner.incarnation(), "gone");
        List<List<TakenOver>> results =
            race.all(context -> new TaskTakeover(context).takeOver(owner.incarnation()));
        assertThat(results.stream().flatMap(List::stream).map(TakenOver::taskId))
            .hasSize(2)
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void cleanup_sees_only_what_its_own_host_left() {
    String host = "mine-" + UUID.randomUUID();
    Owner earlier = fixtures.worker(host);
    fixtures.running(fixtures.volume("mine"), earlier);
    Owner other = fixtures.worker("other-" + UUID.randomUUID());
    fixtures.running(fixtures.volume("theirs"), other);
    leases.close(earlier.incarnation(), "gone");
    leases.close(other.incarnation(), "gone");
    Owner self = fixtures.worker(host);
    fixtures.running(fixtures.volume("now"), self);
    assertThat(takeover.earlierWithLeftovers(self))
        .extracting(Node::incarnation)
        .containsExactly(earlier.incarnation());
    assertThat(takeover.closedWithLeftovers())
        .extracting(Node::incarnation)
        .contains(earlier.incarnation(), other.incarnation())
        .doesNotContain(self.incarnation());
    takeover.takeOver(earlier.incarnation());
    assertThat(takeover.earlierWithLeftovers(self)).isEmpty();
  }

  @Test
  void a_task_that_loses_its_owner_again_and_again_is_slowed_down() {
    UUID taskId = fixtures.submit(fixtures.volume("poison")).taskId();
    for (int lost = 1; lost <= 2; lost++) {
      loseOwner(taskId);
      assertThat(task(taskId).notBefore()).isBeforeOrEqualTo(now());
    }
    Instant before = now();
    loseOwner(taskId);
    assertThat(task(taskId).notBefore()).isBetween(before.plusSeconds(8), now().plusSeconds(8));
    assertThat(task(taskId).failures()).isZero();
  }

  private void loseOwner(UUID taskId) {
    Owner owner = fixtures.worker("victim-" + UUID.randomUUID());
    fixtures.claim(taskId, owner);
    leases.close(owner.incarnation(), "killed");
    assertThat(takeover.takeOver(owner.incarnation())).hasSize(1);
  }

  private Instant now() {
    return SchemaDatabase.now(database.context());
  }

  private Task task(UUID id) {
    return new TaskQueries(database.context()).find(id).orElseThrow();
  }
}
