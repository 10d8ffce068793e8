package io.holdfast.schema.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TaskClaimIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final TaskClaim claims = new TaskClaim(database.context());
  private final NodeLeases leases = new NodeLeases(database.context());

  @Test
  void of_many_claimers_one_wins_and_owns_task_and_backup() {
    List<Owner> workers =
        List.of(worker(), worker(), worker(), worker(), worker(), worker(), worker(), worker());
    try (Race race = new Race(database, workers.size())) {
      for (int round = 0; round < 10; round++) {
        CreateResult.Accepted backup = fixtures.submit(fixtures.volume("claimed"));
        List<ClaimResult> results =
            race.each(
                i -> context -> new TaskClaim(context).claim(backup.taskId(), workers.get(i)));
        assertThat(results).filteredOn(ClaimResult.Claimed.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(ClaimResult.Lost.class::isInstance).hasSize(7);
        Task task = ((ClaimResult.Claimed) first(results)).task();
        Backup row = backup(backup.backupId());
        assertThat(row.host()).isEqualTo(task.host());
        assertThat(row.incarnation()).isEqualTo(task.incarnation());
        assertThat(task.attempt()).isEqualTo(1);
      }
    }
  }

  @Test
  void a_claim_and_a_cancel_never_both_have_their_way() {
    Owner worker = worker();
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 30; round++) {
        UUID volume = fixtures.volume("contended");
        CreateResult.Accepted backup = fixtures.submit(volume);
        List<Object> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new TaskClaim(context).claim(backup.taskId(), worker)
                        : new BackupSubmission(context).cancel(backup.taskId(), Fixtures.ALICE));
        if (results.getFirst() instanceof ClaimResult.Claimed) {
          assertThat(results.getLast()).isEqualTo(new CancelResult.Requested(worker.host()));
          assertThat(backup(backup.backupId()).status()).isEqualTo(BackupStatus.CREATING);
          assertThat(new TaskQueries(database.context()).cancelRequests(worker))
              .contains(backup.taskId());
        } else {
          assertThat(results.getFirst()).isEqualTo(new ClaimResult.Lost());
          assertThat(results.getLast()).isEqualTo(new CancelResult.Cancelled());
          assertThat(backup(backup.backupId()).status()).isEqualTo(BackupStatus.ERROR);
          assertThat(backup(backup.backupId()).failReason()).isEqualTo("Cancelled by alice.");
          assertThat(new VolumeQueries(database.context()).find(volume).orElseThrow().status())
              .isEqualTo(VolumeStatus.AVAILABLE);
        }
      }
    }
  }

  @Test
  void a_claim_and_the_closing_of_its_incarnation_leave_no_task_behind() {
    try (Race race = new Race(database, 2)) {
      for (int round = 0; round < 30; round++) {
        Owner worker = worker();
        CreateResult.Accepted backup = fixtures.submit(fixtures.volume("left"));
        List<Object> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new TaskClaim(context).claim(backup.taskId(), worker)
                        : new NodeLeases(context).close(worker.incarnation(), "ends"));
        boolean claimed = results.getFirst() instanceof ClaimResult.Claimed;
        assertThat(claimed || results.getFirst() instanceof ClaimResult.NotEntitled).isTrue();
        assertThat(new TaskTakeover(database.context()).takeOver(worker.incarnation()))
            .hasSize(claimed ? 1 : 0);
        assertThat(task(backup.taskId()).state()).isEqualTo(TaskState.QUEUED);
      }
    }
  }

  @Test
  void who_drains_is_closed_or_silent_is_not_entitled() {
    CreateResult.Accepted backup = fixtures.submit(fixtures.volume("wanted"));
    Owner draining = worker();
    leases.drain(NodeRole.WORKER, draining.host());
    assertThat(claims.claim(backup.taskId(), draining)).isEqualTo(new ClaimResult.NotEntitled());
    leases.undrain(NodeRole.WORKER, draining.host());
    Owner closed = worker();
    leases.close(closed.incarnation(), "ended");
    assertThat(claims.claim(backup.taskId(), closed)).isEqualTo(new ClaimResult.NotEntitled());
    Owner silent = worker();
    fixtures.expireLease(silent);
    assertThat(claims.claim(backup.taskId(), silent)).isEqualTo(new ClaimResult.NotEntitled());
    assertThat(claims.claim(backup.taskId(), new Owner("unknown", UUID.randomUUID())))
        .isEqualTo(new ClaimResult.NotEntitled());
    assertThat(claims.claim(backup.taskId(), new Owner("not its host", draining.incarnation())))
        .isEqualTo(new ClaimResult.NotEntitled());
    assertThat(claims.claim(backup.taskId(), draining)).isInstanceOf(ClaimResult.Claimed.class);
  }

  @Test
  void what_is_not_due_or_unknown_is_lost() {
    Owner worker = worker();
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("late"), worker);
    new TaskCompletion(database.context())
        .retryLater(backup.taskId(), worker, Duration.ofMinutes(5), "storage away");
    assertThat(claims.claim(backup.taskId(), worker)).isEqualTo(new ClaimResult.Lost());
    assertThat(claims.claim(UUID.randomUUID(), worker)).isEqualTo(new ClaimResult.Lost());
  }

  private Owner worker() {
    return fixtures.worker("claimer-" + UUID.randomUUID());
  }

  private static Object first(List<ClaimResult> results) {
    return results.stream().filter(ClaimResult.Claimed.class::isInstance).findFirst().orElseThrow();
  }

  private Backup backup(UUID id) {
    return new BackupQueries(database.context()).find(id).orElseThrow();
  }

  private Task task(UUID id) {
    return new TaskQueries(database.context()).find(id).orElseThrow();
  }
}
