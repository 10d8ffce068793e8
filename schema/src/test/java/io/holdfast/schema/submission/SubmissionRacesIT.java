package io.holdfast.schema.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.identity.Quota;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeStates;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubmissionRacesIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final Owner worker = fixtures.worker("racer-" + UUID.randomUUID());

  @Test
  void of_several_backups_of_one_volume_one_is_accepted_and_the_others_are_told_which() {
    try (Race race = new Race(database, 8)) {
      for (int round = 0; round < 10; round++) {
        UUID volume = fixtures.volume("popular");
        List<CreateResult> results =
            race.all(context ->
                new BackupSubmission(context)
                    .create(NewBackup.ofVolume(Projects.DEFAULT_ID, volume), Fixtures.ALICE));
        var accepted = only(results, CreateResult.Accepted.class);
        assertThat(results)
            .filteredOn(result -> result != accepted)
            .containsOnly(
                new CreateResult.VolumeBusy(
                    VolumeStatus.BACKING_UP,
                    new Blocker(accepted.taskId(), TaskKind.BACKUP, null, "alice")));
      }
    }
  }

  @Test
  void of_two_restores_onto_one_volume_one_is_accepted() {
    try (Race race = new Race(database, 4)) {
      for (int round = 0; round < 10; round++) {
        UUID target = fixtures.volume("target");
        List<UUID> backups = available(4);
        List<RestoreResult> results =
            race.each(i ->
                context ->
                    new BackupSubmission(context).restore(backups.get(i), target, Fixtures.ALICE));
        var accepted = only(results, RestoreResult.Accepted.class);
        assertThat(results)
            .filteredOn(result -> result != accepted)
            .containsOnly(
                new RestoreResult.VolumeBusy(
                    VolumeStatus.RESTORING_BACKUP,
                    new Blocker(accepted.taskId(), TaskKind.RESTORE, null, "alice")));
        assertThat(
                backups.stream()
                    .map(this::backup)
                    .filter(backup -> backup.status() == BackupStatus.RESTORING))
            .singleElement()
            .satisfies(backup -> assertThat(backup.restoreVolumeId()).isEqualTo(target));
      }
    }
  }

  @Test
  void of_several_restores_of_one_backup_one_is_accepted_and_the_other_volumes_stay_free() {
    try (Race race = new Race(database, 4)) {
      for (int round = 0; round < 10; round++) {
        UUID backup = available(1).getFirst();
        List<UUID> targets =
            List.of(
                fixtures.volume("a"),
                fixtures.volume("b"),
                fixtures.volume("c"),
                fixtures.volume("d"));
        List<RestoreResult> results =
            race.each(i ->
                context ->
                    new BackupSubmission(context).restore(backup, targets.get(i), Fixtures.ALICE));
        var accepted = only(results, RestoreResult.Accepted.class);
        assertThat(results)
            .filteredOn(result -> result != accepted)
            .containsOnly(
                new RestoreResult.BackupBusy(
                    BackupStatus.RESTORING,
                    new Blocker(accepted.taskId(), TaskKind.RESTORE, null, "alice")));
        assertThat(
                targets.stream()
                    .map(id -> volume(id).status())
                    .filter(VolumeStatus.AVAILABLE::equals))
            .hasSize(3);
      }
    }
  }

  @Test
  void a_restore_and_a_delete_of_one_backup_exclude_each_other() {
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 20; round++) {
        UUID backup = available(1).getFirst();
        UUID target = fixtures.volume("target");
        List<Object> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new BackupSubmission(context).restore(backup, target, Fixtures.ALICE)
                        : new BackupSubmission(context).delete(backup, Fixtures.ALICE));
        if (results.getFirst() instanceof RestoreResult.Accepted(UUID taskId)) {
          assertThat(results.getLast())
              .isEqualTo(
                  new DeleteResult.BackupBusy(
                      BackupStatus.RESTORING,
                      new Blocker(taskId, TaskKind.RESTORE, null, "alice")));
        } else {
          assertThat(results.getLast()).isInstanceOf(DeleteResult.Accepted.class);
          assertThat(results.getFirst()).isInstanceOf(RestoreResult.BackupBusy.class);
          assertThat(volume(target).status()).isEqualTo(VolumeStatus.AVAILABLE);
        }
      }
    }
  }

  @Test
  void a_parent_is_not_deleted_while_a_child_of_it_is_made() {
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 30; round++) {
        UUID volume = fixtures.volume("chained");
        UUID parent = fixtures.available(volume, worker);
        List<Object> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new BackupSubmission(context).create(incremental(volume), Fixtures.ALICE)
                        : new BackupSubmission(context).delete(parent, Fixtures.ALICE));
        if (results.getFirst() instanceof CreateResult.Accepted(UUID child, UUID _)) {
          assertThat(results.getLast())
              .isInstanceOfSatisfying(
                  DeleteResult.HasDependents.class,
                  refused ->
                      assertThat(refused.dependents())
                          .extracting(Backup::id)
                          .containsExactly(child));
          assertThat(backup(child).parentId()).isEqualTo(parent);
          assertThat(backup(parent).status()).isEqualTo(BackupStatus.AVAILABLE);
        } else {
          assertThat(results.getFirst()).isEqualTo(new CreateResult.NoParent());
          assertThat(results.getLast()).isInstanceOf(DeleteResult.Accepted.class);
          assertThat(volume(volume).status()).isEqualTo(VolumeStatus.AVAILABLE);
        }
      }
    }
  }

  @Test
  void a_verify_and_a_delete_exclude_each_other() {
    try (Race race = new Race(database, 3)) {
      for (int round = 0; round < 20; round++) {
        UUID backup = available(1).getFirst();
        List<Object> results =
            race.each(i ->
                context ->
                    i < 2
                        ? new BackupSubmission(context).verify(backup, Fixtures.ALICE)
                        : new BackupSubmission(context).delete(backup, Fixtures.ALICE));
        assertThat(results)
            .filteredOn(result ->
                result instanceof VerifyResult.Accepted || result instanceof DeleteResult.Accepted)
            .hasSize(1);
        assertThat(results)
            .filteredOn(result ->
                result instanceof VerifyResult.BackupBusy
                    || result instanceof DeleteResult.BackupBusy)
            .hasSize(2);
      }
    }
  }

  @Test
  void a_quota_is_never_exceeded_and_never_leaks() {
    Projects projects = new Projects(database.context());
    UUID project = projects.create("narrow", "").orElseThrow();
    assertThat(projects.limit(project, 3L, 10 * Fixtures.GIB)).isTrue();
    try (Race race = new Race(database, 8)) {
      List<UUID> volumes = IntStream.range(0, 8).mapToObj(i -> fixtures.volume("v" + i)).toList();
      List<CreateResult> results =
          race.each(i ->
              context ->
                  new BackupSubmission(context)
                      .create(NewBackup.ofVolume(project, volumes.get(i)), Fixtures.ALICE));
      assertThat(results).filteredOn(CreateResult.Accepted.class::isInstance).hasSize(3);
      assertThat(results)
          .filteredOn(CreateResult.QuotaExceeded.class::isInstance)
          .hasSize(5)
          .containsOnly(
              new CreateResult.QuotaExceeded(
                  new QuotaBreach(QuotaBreach.Resource.BACKUPS, 3, 3, 1)));
      assertThat(
              volumes.stream()
                  .map(id -> volume(id).status())
                  .filter(VolumeStatus.AVAILABLE::equals))
          .hasSize(5);
      Quota quota = projects.quota(project).orElseThrow();
      assertThat(quota.backupsUsed()).isEqualTo(3);
      assertThat(quota.backupBytesUsed()).isEqualTo(3 * Fixtures.GIB);
    }
    assertThat(projects.limit(project, 2L, null)).isFalse();
    assertThat(projects.limit(project, null, 4 * Fixtures.GIB)).isTrue();
    BackupSubmission submission = new BackupSubmission(database.context());
    assertThat(
            submission.create(
                NewBackup.ofVolume(project, fixtures.volume("big", 2 * Fixtures.GIB)),
                Fixtures.ALICE))
        .isEqualTo(
            new CreateResult.QuotaExceeded(
                new QuotaBreach(
                    QuotaBreach.Resource.BACKUP_BYTES,
                    4 * Fixtures.GIB,
                    3 * Fixtures.GIB,
                    2 * Fixtures.GIB)));
  }

  @Test
  void the_newest_moment_of_a_volume_is_right_whatever_ends_at_once() {
    TaskCompletion completion = new TaskCompletion(database.context());
    BackupSubmission submission = new BackupSubmission(database.context());
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 20; round++) {
        UUID volume = fixtures.volume("measured");
        UUID first = fixtures.available(volume, worker);
        var delete = (DeleteResult.Accepted) submission.delete(first, Fixtures.ALICE);
        fixtures.claim(delete.taskId(), worker);
        CreateResult.Accepted second = fixtures.running(volume, worker);
        List<Boolean> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new TaskCompletion(context).deleteSucceeded(delete.taskId(), worker)
                        : new TaskCompletion(context)
                            .backupSucceeded(second.taskId(), worker, new BackupTotals(1, 1)));
        assertThat(results).containsExactly(true, true);
        assertThat(volume(volume).lastBackupAt())
            .isEqualTo(backup(second.backupId()).dataTimestamp());
        var last = (DeleteResult.Accepted) submission.delete(second.backupId(), Fixtures.ALICE);
        fixtures.claim(last.taskId(), worker);
        completion.deleteSucceeded(last.taskId(), worker);
        assertThat(volume(volume).lastBackupAt()).isNull();
      }
    }
  }

  @Test
  void a_volume_is_backed_up_or_deleted_or_put_to_use_one_at_a_time() {
    try (Race race = new Race(database, 3)) {
      for (int round = 0; round < 20; round++) {
        UUID volume = fixtures.volume("fought-for");
        List<Boolean> results =
            race.each(i ->
                context ->
                    switch (i) {
                      case 0 ->
                          new BackupSubmission(context)
                                  .create(
                                      NewBackup.ofVolume(Projects.DEFAULT_ID, volume),
                                      Fixtures.ALICE)
                              instanceof CreateResult.Accepted;
                      case 1 -> new VolumeStates(context).delete(volume);
                      default -> new VolumeStates(context).extend(volume, 2 * Fixtures.GIB);
                    });
        assertThat(results).filteredOn(won -> won).hasSize(1);
      }
    }
  }

  private static NewBackup incremental(UUID volume) {
    return new NewBackup(Projects.DEFAULT_ID, volume, null, "", "", true, Map.of(), null, null);
  }

  private List<UUID> available(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> fixtures.available(fixtures.volume("source"), worker))
        .toList();
  }

  private static <T> T only(List<?> results, Class<T> type) {
    assertThat(results).filteredOn(type::isInstance).hasSize(1);
    return results.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  private Volume volume(UUID id) {
    return new VolumeQueries(database.context()).find(id).orElseThrow();
  }

  private Backup backup(UUID id) {
    return new BackupQueries(database.context()).find(id).orElseThrow();
  }
}
