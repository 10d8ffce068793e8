package io.holdfast.schema.policy;

import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.POLICY_RUN;
import static io.holdfast.schema.generated.Tables.POLICY_RUN_VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import io.holdfast.schema.volume.Protection;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeSort;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PolicyRunsIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private static final Actor BY = Actor.system("policy test");
  private static final Instant DUE =
      Instant.now().minus(Duration.ofMinutes(1)).truncatedTo(ChronoUnit.MICROS);
  private static final Instant LATER = DUE.plus(Duration.ofDays(1));

  private final DSLContext here = database.context();
  private final Fixtures fixtures = new Fixtures(here);
  private final UUID project =
      new Projects(here).create("p-" + UUID.randomUUID(), "").orElseThrow();
  private final Policies policies = new Policies(here);
  private final RunQueries runs = new RunQueries(here);
  private final RunWork work = new RunWork(here);

  @Test
  void a_due_run_is_started_once_however_many_consoles_there_are_and_each_volume_submitted_once() {
    for (int i = 0; i < 5; i++) {
      volume("v" + i);
    }
    Policy policy = policy(Cover.all(), null);
    try (Race race = new Race(database, 6)) {
      List<StartResult> started =
          race.all(
              console -> new RunStart(console).due(policy, RunCause.SCHEDULE, DUE, 0, LATER, BY));
      assertThat(started).filteredOn(StartResult.Started.class::isInstance).hasSize(1);
      assertThat(started).filteredOn(StartResult.Lost.class::isInstance).hasSize(5);
      race.all(console -> {
        RunWork mine = new RunWork(console);
        return mine.turns(100).stream()
            .filter(turn -> turn.policyId().equals(policy.id()))
            .map(turn -> submit(mine, turn))
            .toList();
      });
    }
    assertThat(policies.find(policy.id()).orElseThrow().nextRunAt()).isEqualTo(LATER);
    PolicyRun run = runs.ofPolicy(policy.id(), Slice.first(9)).getFirst();
    assertThat(run.submitted()).isEqualTo(5);
    assertThat(run.running()).isEqualTo(5);
    assertThat(backups()).hasSize(5).allMatch(backup -> policy.id().equals(backup.policyId()));
  }

  @Test
  void a_busy_volume_is_named_tried_again_and_refused_only_when_the_window_is_over() {
    UUID busy = volume("busy");
    fixtures.submit(NewBackup.ofVolume(project, busy));
    Policy policy = policy(Cover.all(), null);
    UUID run = start(policy);
    RunWork.Turn turn = turnOf(busy);
    assertThat(submit(work, turn)).isEqualTo(RunWork.Outcome.REFUSED);
    assertThat(runs.volumes(run, RunVolumeState.WAITING, Slice.first(9)))
        .singleElement()
        .satisfies(waiting -> {
          assertThat(waiting.reason()).contains("VolumeBusy");
          assertThat(waiting.tries()).isEqualTo(1);
        });
    // Not at once again, but within the window.
    assertThat(work.turns(100)).doesNotContain(turn);
    work.settle();
    assertThat(runs.find(run).orElseThrow().waiting()).isEqualTo(1);
    here.update(POLICY_RUN)
        .set(POLICY_RUN.UNTIL, Clock.nowMinus(Duration.ofSeconds(1)))
        .where(POLICY_RUN.ID.eq(run))
        .execute();
    work.settle();
    PolicyRun ended = runs.find(run).orElseThrow();
    assertThat(ended.refused()).isEqualTo(1);
    assertThat(ended.settledAt()).isNotNull();
    assertThat(runs.volumes(run, RunVolumeState.REFUSED, Slice.first(9)).getFirst().reason())
        .contains("VolumeBusy");
    assertThat(policies.find(policy.id()).orElseThrow().freshSince()).isEqualTo(DUE);
  }

  @Test
  void no_more_backups_of_a_policy_are_at_work_than_it_says() {
    for (int i = 0; i < 6; i++) {
      volume("limited" + i);
    }
    Policy policy = policy(Cover.all(), 2);
    start(policy);
    try (Race race = new Race(database, 4)) {
      List<RunWork.Turn> turns =
          work.turns(100).stream().filter(it -> it.policyId().equals(policy.id())).toList();
      List<RunWork.Outcome> outcomes =
          race.each(i -> console -> submit(new RunWork(console), turns.get(i)));
      assertThat(outcomes).filteredOn(RunWork.Outcome.SUBMITTED::equals).hasSize(2);
      assertThat(outcomes).filteredOn(RunWork.Outcome.NO_ROOM::equals).hasSize(2);
    }
    assertThat(work.turns(100)).noneMatch(turn -> turn.policyId().equals(policy.id()));
    assertThat(backups()).hasSize(2);
  }

  @Test
  void the_next_run_ends_the_one_before_and_says_so_of_each_volume_that_was_waiting() {
    UUID volume = volume("slow");
    Policy policy = policy(Cover.all(), null);
    UUID first = start(policy);
    Policy now = policies.find(policy.id()).orElseThrow();
    assertThat(new RunStart(here).now(now, BY)).isEqualTo(new StartResult.StillRunning(first));
    here.update(POLICY).set(POLICY.NEXT_RUN_AT, DUE).where(POLICY.ID.eq(now.id())).execute();
    new RunStart(here)
        .due(
            policies.find(policy.id()).orElseThrow(),
            RunCause.SCHEDULE,
            DUE.plusSeconds(1),
            0,
            LATER,
            BY);
    assertThat(runs.volumes(first, null, Slice.first(9)))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.state()).isEqualTo(RunVolumeState.REFUSED);
          assertThat(it.reason()).startsWith("The next run began");
        });
    assertThat(turnOf(volume).runId()).isNotEqualTo(first);
  }

  @Test
  void a_run_that_was_only_to_be_reported_makes_no_backups_and_leaves_its_volumes_late() {
    UUID volume = volume("missed");
    Owner worker = fixtures.worker("w-" + UUID.randomUUID());
    backUp(volume, worker);
    Policy policy = policy(Cover.all(), null);
    assertThat(protection(volume)).isEqualTo(Protection.PROTECTED);
    Instant due = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.MICROS);
    new RunStart(here).due(policy, RunCause.MISSED, due, 3, LATER, BY);
    assertThat(runs.ofPolicy(policy.id(), Slice.first(9)))
        .singleElement()
        .satisfies(run -> {
          assertThat(run.cause()).isEqualTo(RunCause.MISSED);
          assertThat(run.volumes()).isZero();
          assertThat(run.missed()).isEqualTo(3);
        });
    assertThat(protection(volume)).isEqualTo(Protection.LATE);
  }

  @Test
  void a_volume_is_protected_late_failed_or_unprotected_by_what_its_policy_asks_for() {
    UUID volume = volume("judged");
    assertThat(protection(volume)).isEqualTo(Protection.UNPROTECTED);
    Owner worker = fixtures.worker("w-" + UUID.randomUUID());
    backUp(volume, worker);
    assertThat(protection(volume)).isEqualTo(Protection.PROTECTED);
    Policy policy = policy(Cover.matching("jud*", null, Map.of()), null);
    assertThat(new VolumeQueries(here).find(volume).orElseThrow().nextRunAt()).isEqualTo(DUE);
    fresh(policy, Instant.now().plusSeconds(60));
    assertThat(protection(volume)).isEqualTo(Protection.LATE);
    CreateResult.Accepted again = fixtures.running(volume, worker);
    assertThat(protection(volume)).isEqualTo(Protection.PROTECTED);
    new TaskCompletion(here).failed(again.taskId(), worker, "no room");
    assertThat(protection(volume)).isEqualTo(Protection.FAILED);
    fresh(policy, Instant.now().minusSeconds(3600));
    assertThat(protection(volume)).isEqualTo(Protection.PROTECTED);
  }

  @Test
  void the_worst_protected_volumes_come_first_each_by_what_its_own_policies_ask_for() {
    UUID never = volume("never");
    UUID late = volume("late");
    UUID lax = volume("lax");
    UUID free = volume("free");
    Owner worker = fixtures.worker("w-" + UUID.randomUUID());
    List.of(late, lax, free).forEach(volume -> backUp(volume, worker));
    fresh(policy(Cover.matching("late", null, Map.of()), null), Instant.now().plusSeconds(60));
    fresh(policy(Cover.matching("lax", null, Map.of()), null), Instant.now().minusSeconds(60));
    assertThat(byProtection(Slice.first(9))).containsExactly(never, late, free, lax);
    assertThat(byProtection(new Slice(1, 2))).containsExactly(late, free);
  }

  private List<UUID> byProtection(Slice slice) {
    return new VolumeQueries(here)
            .list(
                VolumeFilter.all().inProject(project),
                Order.ascending(VolumeSort.PROTECTION),
                slice)
            .stream()
            .map(Volume::id)
            .toList();
  }

  @Test
  void what_comes_later_is_covered_by_name_backend_metadata_or_project() {
    UUID odd = volume("db_1%");
    volume("dbx1");
    UUID foreign = fixtures.volume("db_1%");
    CoveredVolumes covered = new CoveredVolumes(here);
    assertThat(covered.count(project, Cover.all())).isEqualTo(2);
    assertThat(ids(Cover.matching("DB_1%", null, Map.of()))).containsExactly(odd);
    assertThat(ids(Cover.matching("db?1*", null, Map.of()))).hasSize(2);
    assertThat(ids(Cover.matching(null, Fixtures.BACKEND, Map.of()))).hasSize(2);
    assertThat(ids(Cover.matching(null, "other", Map.of()))).isEmpty();
    assertThat(ids(Cover.matching(null, null, Map.of("tier", "gold")))).isEmpty();
    assertThat(ids(Cover.listed(Set.of(odd, foreign)))).containsExactly(odd);
    UUID slashed = volume("back\\slash");
    assertThat(ids(Cover.matching("back\\*", null, Map.of()))).containsExactly(slashed);
    Policy byName = policy(Cover.matching("back\\*", null, Map.of()), null);
    assertThat(policies.covering(slashed)).extracting(Policy::id).contains(byName.id());
    assertThat(policies.covering(odd)).extracting(Policy::id).doesNotContain(byName.id());
    for (Cover cover :
        List.of(
            Cover.all(),
            Cover.matching("db_1%", Fixtures.BACKEND, Map.of()),
            Cover.listed(Set.of(odd)))) {
      Policy policy = policy(cover, null);
      assertThat(policies.covering(odd)).extracting(Policy::id).contains(policy.id());
      assertThat(policies.covering(foreign)).extracting(Policy::id).doesNotContain(policy.id());
    }
  }

  @Test
  void of_two_people_who_change_a_policy_the_second_is_told() {
    Policy seen = policy(Cover.all(), null);
    PolicyTerms terms = seen.terms();
    assertThat(policies.update(seen.id(), seen.version(), terms, LATER, BY))
        .isEqualTo(PolicyChange.CHANGED);
    // Its schedule has not changed, and so it is still due.
    assertThat(policies.find(seen.id()).orElseThrow().nextRunAt()).isEqualTo(DUE);
    assertThat(policies.update(seen.id(), seen.version(), terms, LATER, BY))
        .isEqualTo(PolicyChange.CHANGED_MEANWHILE);
    assertThat(policies.update(UUID.randomUUID(), 1, terms, LATER, BY))
        .isEqualTo(PolicyChange.MISSING);
    assertThat(policies.create(terms, DUE, BY)).isEmpty();
  }

  @Test
  void each_nth_backup_is_full_even_when_those_before_were_deleted() {
    UUID volume = volume("chained");
    Owner worker = fixtures.worker("w-" + UUID.randomUUID());
    Policy policy = policy(Cover.all(), null);
    List<Boolean> full = new java.util.ArrayList<>();
    for (int i = 0; i < 5; i++) {
      boolean wanted = work.wantsFull(policy.id(), volume, 3);
      UUID run = start(policies.find(policy.id()).orElseThrow());
      work.submit(turnOf(volume), incremental(volume, !wanted), String::valueOf, BY);
      UUID backup =
          Objects.requireNonNull(
              runs.volumes(run, RunVolumeState.SUBMITTED, Slice.first(1)).getFirst().backupId());
      finish(backup, worker);
      full.add(!new BackupQueries(here).find(backup).orElseThrow().incremental());
      here.update(POLICY)
          .set(POLICY.NEXT_RUN_AT, DUE.plusSeconds(i + 1))
          .where(POLICY.ID.eq(policy.id()))
          .execute();
      work.settle();
    }
    assertThat(full).containsExactly(true, false, false, true, false);
  }

  @Test
  void a_held_backup_is_deleted_by_nobody_until_it_is_released() {
    UUID volume = volume("held");
    Owner worker = fixtures.worker("w-" + UUID.randomUUID());
    UUID backup = backUp(volume, worker);
    assertThat(new BackupStates(here).hold(backup, true)).isTrue();
    BackupSubmission submission = new BackupSubmission(here);
    assertThat(submission.delete(backup, BY)).isEqualTo(new DeleteResult.Held());
    assertThat(new BackupStates(here).hold(backup, false)).isTrue();
    assertThat(submission.delete(backup, BY)).isInstanceOf(DeleteResult.Accepted.class);
  }

  @Test
  void what_a_policy_made_stays_when_the_policy_goes() {
    UUID volume = volume("orphan");
    Policy policy = policy(Cover.listed(Set.of(volume)), null);
    start(policy);
    submit(work, turnOf(volume));
    assertThat(new PolicyBackups(here).volumes(policy.id(), null)).containsExactly(volume);
    assertThat(policies.delete(policy.id(), BY)).isTrue();
    assertThat(policies.delete(policy.id(), BY)).isFalse();
    assertThat(backups()).singleElement().satisfies(it -> assertThat(it.policyId()).isNull());
    assertThat(here.fetchCount(POLICY_RUN_VOLUME, POLICY_RUN_VOLUME.VOLUME_ID.eq(volume))).isZero();
  }

  private UUID volume(String name) {
    return fixtures.volume(project, name, Fixtures.GIB);
  }

  private Policy policy(Cover cover, @Nullable Integer maxRunning) {
    PolicyTerms terms =
        new PolicyTerms(
            project,
            "policy-" + UUID.randomUUID(),
            true,
            "0 2 * * *",
            "UTC",
            MissedRuns.CATCH_UP,
            60,
            0,
            0,
            null,
            maxRunning,
            cover,
            new Keep(3, 0, 0, 0, 0, 0));
    return policies.find(policies.create(terms, DUE, BY).orElseThrow()).orElseThrow();
  }

  private UUID start(Policy policy) {
    Instant due = Objects.requireNonNull(policy.nextRunAt());
    return ((StartResult.Started)
            new RunStart(here).due(policy, RunCause.SCHEDULE, due, 0, LATER, BY))
        .runId();
  }

  private RunWork.Turn turnOf(UUID volume) {
    return work.turns(1000).stream()
        .filter(turn -> turn.volumeId().equals(volume))
        .findFirst()
        .orElseThrow();
  }

  private RunWork.Outcome submit(RunWork by, RunWork.Turn turn) {
    return by.submit(
        turn,
        NewBackup.ofVolume(project, turn.volumeId()),
        refused -> refused.getClass().getSimpleName(),
        BY);
  }

  private NewBackup incremental(UUID volume, boolean incremental) {
    return new NewBackup(project, volume, null, "", "", incremental, Map.of(), null, null);
  }

  private UUID backUp(UUID volume, Owner worker) {
    CreateResult.Accepted submitted = fixtures.submit(NewBackup.ofVolume(project, volume));
    finish(submitted.backupId(), worker);
    return submitted.backupId();
  }

  private void finish(UUID backup, Owner worker) {
    UUID task =
        here.fetchSingle("select id from task where backup_id = ? and state = 'queued'", backup)
            .get(0, UUID.class);
    fixtures.claim(task, worker);
    new TaskCompletion(here).backupSucceeded(task, worker, new BackupTotals(1, 1));
  }

  private void fresh(Policy policy, Instant since) {
    here.update(POLICY).set(POLICY.FRESH_SINCE, since).where(POLICY.ID.eq(policy.id())).execute();
  }

  private Protection protection(UUID volume) {
    return new VolumeQueries(here).find(volume).orElseThrow().protection();
  }

  private List<UUID> ids(Cover cover) {
    return new CoveredVolumes(here)
        .list(project, cover, Slice.first(10)).stream().map(CoveredVolumes.Named::id).toList();
  }

  private List<Backup> backups() {
    return new BackupQueries(here)
        .list(
            BackupFilter.all().inProject(project),
            Order.ascending(BackupSort.CREATED),
            Slice.first(100));
  }
}
