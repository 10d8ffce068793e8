package io.holdfast.schema.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.ResetResult;
import io.holdfast.schema.submission.RestoreResult;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AttachmentsIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final Attachments attachments = new Attachments(database.context());
  private final Owner owner = fixtures.worker("attacher-" + UUID.randomUUID());

  @Test
  void no_volume_has_two_writers() {
    UUID volume = fixtures.volume("written");
    UUID taskId = fixtures.running(volume, owner).taskId();
    try (Race race = new Race(database, 6)) {
      for (int round = 0; round < 10; round++) {
        List<OpenResult> results =
            race.all(context -> new Attachments(context).open(writer(taskId, volume), owner));
        assertThat(results).filteredOn(OpenResult.Opened.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(OpenResult.WriterExists.class::isInstance).hasSize(5);
        Attachment one = attachments.liveOfTask(taskId).getFirst();
        assertThat(results)
            .filteredOn(OpenResult.WriterExists.class::isInstance)
            .allSatisfy(
                refused -> assertThat(((OpenResult.WriterExists) refused).writer()).isEqualTo(one));
        assertThat(attachments.detaching(one.id())).isTrue();
        assertThat(attachments.detached(one.id())).isTrue();
      }
    }
  }

  @Test
  void what_is_opened_again_after_a_lost_answer_is_opened_once() {
    UUID volume = fixtures.volume("lost-answer");
    UUID taskId = fixtures.running(volume, owner).taskId();
    NewAttachment attachment = writer(taskId, volume);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(attachments.open(attachment, owner)).isEqualTo(new OpenResult.Opened());
    }
    assertThat(attachments.liveOfTask(taskId))
        .extracting(Attachment::id)
        .containsOnly(attachment.id());
  }

  @Test
  void a_writer_that_leaves_meanwhile_is_waited_for_or_succeeded() {
    UUID volume = fixtures.volume("left");
    UUID taskId = fixtures.running(volume, owner).taskId();
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 20; round++) {
        NewAttachment leaving = writer(taskId, volume);
        NewAttachment next = writer(taskId, volume);
        attachments.open(leaving, owner);
        attachments.detaching(leaving.id());
        List<Object> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new Attachments(context).open(next, owner)
                        : new Attachments(context).detached(leaving.id()));
        assertThat(results.getFirst())
            .isInstanceOfAny(OpenResult.Opened.class, OpenResult.WriterExists.class);
        attachments.detaching(next.id());
        attachments.detached(next.id());
      }
    }
  }

  @Test
  void what_is_being_cut_is_not_used() {
    UUID volume = fixtures.volume("cut");
    UUID taskId = fixtures.running(volume, owner).taskId();
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 20; round++) {
        NewAttachment attachment = writer(taskId, volume);
        attachments.open(attachment, owner);
        List<Boolean> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new Attachments(context).attached(attachment.id(), owner)
                        : new Attachments(context).detaching(attachment.id()));
        assertThat(results.getLast()).isTrue();
        assertThat(attachments.attached(attachment.id(), owner)).isFalse();
        assertThat(attachments.detached(attachment.id())).isTrue();
        assertThat(attachments.detached(attachment.id())).isFalse();
        assertThat(attachments.detaching(attachment.id())).isFalse();
      }
    }
  }

  @Test
  void who_is_closed_or_lost_the_task_attaches_nothing() {
    UUID volume = fixtures.volume("fenced");
    CreateResult.Accepted backup = fixtures.running(volume, owner);
    Owner other = fixtures.worker("other-" + UUID.randomUUID());
    assertThat(attachments.open(writer(backup.taskId(), volume), other))
        .isEqualTo(new OpenResult.Fenced());
    new NodeLeases(database.context()).close(owner.incarnation(), "gone");
    assertThat(attachments.open(writer(backup.taskId(), volume), owner))
        .isEqualTo(new OpenResult.Fenced());
  }

  @Test
  void closing_an_incarnation_and_attaching_leave_nothing_unseen() {
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 20; round++) {
        Owner closing = fixtures.worker("closing-" + UUID.randomUUID());
        UUID volume = fixtures.volume("seen");
        UUID taskId = fixtures.running(volume, closing).taskId();
        List<Object> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new Attachments(context).open(writer(taskId, volume), closing)
                        : List.of(
                            new NodeLeases(context).close(closing.incarnation(), "lost"),
                            new Attachments(context).liveOf(closing.incarnation()).size()));
        // Whoever looks after the closing sees every attachment that there will ever be.
        int live = results.getFirst() instanceof OpenResult.Opened ? 1 : 0;
        assertThat(results.getLast()).isEqualTo(List.of(true, live));
      }
    }
  }

  @Test
  void a_volume_that_a_reset_calls_untouched_is_never_written_to() {
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 20; round++) {
        UUID target = fixtures.volume("reset");
        UUID backup = fixtures.available(fixtures.volume("source"), owner);
        var restore =
            (RestoreResult.Accepted)
                new BackupSubmission(database.context()).restore(backup, target, Fixtures.ALICE);
        fixtures.claim(restore.taskId(), owner);
        NewAttachment attachment = writer(restore.taskId(), target);
        attachments.open(attachment, owner);
        List<Object> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new Attachments(context).attached(attachment.id(), owner)
                        : new BackupSubmission(context)
                            .reset(backup, BackupStatus.AVAILABLE, Fixtures.ALICE));
        assertThat(results.getLast()).isEqualTo(new ResetResult.Reset());
        boolean mayWrite = (boolean) results.getFirst();
        assertThat(new VolumeQueries(database.context()).find(target).orElseThrow().status())
            .isEqualTo(mayWrite ? VolumeStatus.ERROR_RESTORING : VolumeStatus.AVAILABLE);
        assertThat(attachments.attached(attachment.id(), owner)).isFalse();
      }
    }
  }

  @Test
  void readers_of_volumes_and_snapshots_share() {
    UUID volume = fixtures.volume("shared");
    UUID taskId = fixtures.running(volume, owner).taskId();
    for (int i = 0; i < 2; i++) {
      UUID id = UUID.randomUUID();
      assertThat(
              attachments.open(
                  NewAttachment.ofVolume(id, taskId, volume, Fixtures.BACKEND, AttachmentMode.RO),
                  owner))
          .isEqualTo(new OpenResult.Opened());
      assertThat(attachments.find(id).orElseThrow().state()).isEqualTo(AttachmentState.ATTACHING);
    }
    UUID snapshot = UUID.randomUUID();
    NewAttachment ofSnapshot =
        NewAttachment.ofSnapshot(UUID.randomUUID(), taskId, snapshot, Fixtures.BACKEND);
    assertThat(attachments.open(ofSnapshot, owner)).isEqualTo(new OpenResult.Opened());
    assertThat(attachments.liveOfTask(taskId))
        .hasSize(3)
        .extracting(Attachment::snapshotId)
        .contains(snapshot);
    assertThat(attachments.liveOfBackend(Fixtures.BACKEND)).hasSizeGreaterThanOrEqualTo(3);
  }

  private static NewAttachment writer(UUID taskId, UUID volume) {
    return NewAttachment.ofVolume(
        UUID.randomUUID(), taskId, volume, Fixtures.BACKEND, AttachmentMode.RW);
  }
}
