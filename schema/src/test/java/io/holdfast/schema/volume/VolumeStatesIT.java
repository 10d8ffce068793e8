package io.holdfast.schema.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.Slice;
import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.attachment.NewAttachment;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.RestoreResult;
import io.holdfast.schema.task.Cancelling;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VolumeStatesIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final VolumeStates states = new VolumeStates(database.context());
  private final SnapshotStates snapshots = new SnapshotStates(database.context());

  @Test
  void a_volume_is_made_used_extended_and_deleted() {
    UUID id = UUID.randomUUID();
    states.create(
        new NewVolume(
            id,
            Projects.DEFAULT_ID,
            "new",
            "",
            Fixtures.GIB,
            Fixtures.BACKEND,
            Map.of("tier", "gold")));
    assertThat(volume(id).status()).isEqualTo(VolumeStatus.CREATING);
    assertThat(states.setInUse(id, true)).isFalse();
    assertThat(states.created(id, Fixtures.GIB)).isTrue();
    assertThat(states.created(id, Fixtures.GIB)).isFalse();
    assertThat(states.setInUse(id, true)).isTrue();
    assertThat(states.setInUse(id, true)).isFalse();
    assertThat(states.extend(id, Fixtures.GIB)).as("not larger").isFalse();
    assertThat(states.extend(id, 2 * Fixtures.GIB)).isTrue();
    assertThat(states.delete(id)).isFalse();
    assertThat(states.extended(id, 2 * Fixtures.GIB)).isTrue();
    assertThat(volume(id).status()).isEqualTo(VolumeStatus.IN_USE);
    assertThat(volume(id).sizeBytes()).isEqualTo(2 * Fixtures.GIB);
    assertThat(volume(id).metadata()).containsExactly(Map.entry("tier", "gold"));
    assertThat(states.delete(id)).as("in use").isFalse();
    assertThat(states.setInUse(id, false)).isTrue();
    assertThat(states.delete(id)).isTrue();
    assertThat(states.deletionFailed(id, "The backend does not answer.")).isTrue();
    assertThat(volume(id).errorReason()).isEqualTo("The backend does not answer.");
    assertThat(states.delete(id)).isTrue();
    assertThat(states.deleted(id)).isTrue();
    assertThat(new VolumeQueries(database.context()).find(id)).isEmpty();
    assertThat(states.describe(id, "x", null, null)).isFalse();
  }

  @Test
  void what_fails_says_why_and_can_be_reset() {
    UUID id = UUID.randomUUID();
    states.create(new NewVolume(id, Projects.DEFAULT_ID, "bad", "", 1, Fixtures.BACKEND, Map.of()));
    assertThat(states.creationFailed(id, "No space is left.")).isTrue();
    assertThat(volume(id).errorReason()).isEqualTo("No space is left.");
    assertThat(states.reset(id)).isTrue();
    assertThat(volume(id).errorReason()).isNull();
    assertThat(states.reset(id)).isFalse();
    assertThat(states.extend(id, 5)).isTrue();
    assertThat(states.extensionFailed(id)).isTrue();
    assertThat(volume(id).sizeBytes()).isEqualTo(1);
    assertThat(states.describe(id, "renamed", null, Map.of("a", "b"))).isTrue();
    assertThat(volume(id).name()).isEqualTo("renamed");
    assertThat(volume(id).metadata()).containsOnlyKeys("a");
  }

  @Test
  void what_a_worker_may_still_write_to_is_neither_reset_nor_deleted() {
    Owner worker = fixtures.worker("writer-" + UUID.randomUUID());
    UUID id = fixtures.volume("restored");
    UUID task =
        ((RestoreResult.Accepted)
                new BackupSubmission(database.context())
                    .restore(fixtures.available(id, worker), id, Fixtures.ALICE))
            .taskId();
    fixtures.claim(task, worker);
    Attachments attachments = new Attachments(database.context());
    UUID attachment = UUID.randomUUID();
    attachments.open(
        NewAttachment.ofVolume(attachment, task, id, Fixtures.BACKEND, AttachmentMode.RW), worker);
    assertThat(attachments.attached(attachment, worker)).isTrue();
    new Cancelling(database.context()).abandon(List.of(task), "Reset.");
    assertThat(volume(id).status()).isEqualTo(VolumeStatus.ERROR_RESTORING);

    assertThat(states.reset(id)).isFalse();
    assertThat(states.delete(id)).isFalse();
    attachments.detaching(attachment);
    assertThat(states.reset(id)).as("not cut yet").isFalse();
    attachments.detached(attachment);
    assertThat(states.reset(id)).isTrue();
  }

  @Test
  void each_step_is_taken_by_one_of_many() {
    try (Race race = new Race(database, 6)) {
      for (int round = 0; round < 10; round++) {
        UUID id = fixtures.volume("contended");
        assertThat(race.all(context -> new VolumeStates(context).setInUse(id, true)))
            .filteredOn(won -> won)
            .hasSize(1);
        assertThat(race.all(context -> new VolumeStates(context).extend(id, 2 * Fixtures.GIB)))
            .filteredOn(won -> won)
            .hasSize(1);
        assertThat(race.all(context -> new VolumeStates(context).extended(id, 2 * Fixtures.GIB)))
            .filteredOn(won -> won)
            .hasSize(1);
        assertThat(race.all(context -> new VolumeStates(context).setInUse(id, false)))
            .filteredOn(won -> won)
            .hasSize(1);
        assertThat(race.all(context -> new VolumeStates(context).delete(id)))
            .filteredOn(won -> won)
            .hasSize(1);
        assertThat(race.all(context -> new VolumeStates(context).deleted(id)))
            .filteredOn(won -> won)
            .hasSize(1);
      }
    }
  }

  @Test
  void a_volume_is_not_deleted_while_a_snapshot_of_it_is_made() {
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 30; round++) {
        UUID volume = fixtures.volume("snapped");
        UUID snapshot = UUID.randomUUID();
        List<Boolean> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new SnapshotStates(context).create(snapshot, volume, "s", "")
                        : new VolumeStates(context).delete(volume));
        assertThat(results).containsExactlyInAnyOrder(true, false);
      }
    }
  }

  @Test
  void a_snapshot_is_made_and_deleted() {
    UUID volume = fixtures.volume("source");
    UUID id = UUID.randomUUID();
    Instant moment = Instant.parse("2026-01-02T03:04:05Z");
    assertThat(snapshots.create(UUID.randomUUID(), UUID.randomUUID(), "of nothing", "")).isFalse();
    assertThat(snapshots.create(id, volume, "s", "")).isTrue();
    assertThat(snapshots.created(id, Fixtures.GIB, moment)).isTrue();
    SnapshotQueries queries = new SnapshotQueries(database.context());
    assertThat(queries.find(id).orElseThrow().createdAt()).isEqualTo(moment);
    assertThat(queries.ofVolume(volume, Slice.first(10))).hasSize(1);
    assertThat(snapshots.delete(id)).isTrue();
    assertThat(snapshots.deletionFailed(id, "It is attached.")).isTrue();
    assertThat(queries.find(id).orElseThrow().errorReason()).isEqualTo("It is attached.");
    assertThat(snapshots.delete(id)).isTrue();
    assertThat(snapshots.deleted(id)).isTrue();
    assertThat(queries.find(id)).isEmpty();
    UUID broken = UUID.randomUUID();
    assertThat(snapshots.create(broken, volume, "b", "")).isTrue();
    assertThat(snapshots.creationFailed(broken, "No space is left.")).isTrue();
    assertThat(states.delete(volume)).isFalse();
  }

  private Volume volume(UUID id) {
    return new VolumeQueries(database.context()).find(id).orElseThrow();
  }
}
