package io.holdfast.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.audit.AuditEntry;
import io.holdfast.schema.audit.AuditFilter;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.overview.Day;
import io.holdfast.schema.overview.Overview;
import io.holdfast.schema.overview.OverviewQueries;
import io.holdfast.schema.policy.Cover;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.MissedRuns;
import io.holdfast.schema.policy.Policies;
import io.holdfast.schema.policy.PolicyTerms;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.submission.VerifyResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.volume.Protection;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What pages and programs list. Each test has a project of its own to look at. */
class ListsIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private static final Order<BackupSort> BY_CREATION = Order.ascending(BackupSort.CREATED);

  private final Fixtures fixtures = new Fixtures(database.context());
  private final VolumeQueries volumes = new VolumeQueries(database.context());
  private final BackupQueries backups = new BackupQueries(database.context());
  private final TaskQueries tasks = new TaskQueries(database.context());
  private final UUID project =
      new Projects(database.context()).create("p-" + UUID.randomUUID(), "").orElseThrow();
  private final Owner worker = fixtures.worker("lister-" + UUID.randomUUID());

  @Test
  void volumes_are_filtered_ordered_and_cut() {
    UUID b = fixtures.volume(project, "Beta", 3 * Fixtures.GIB);
    UUID a = fixtures.volume(project, "alpha", Fixtures.GIB);
    UUID c = fixtures.volume(project, "100%_gamma", 2 * Fixtures.GIB);
    backUp(a);
    backUp(c);
    fixtures.submit(NewBackup.ofVolume(project, b));
    VolumeFilter all = VolumeFilter.all().inProject(project);
    for (VolumeSort sort : VolumeSort.values()) {
      List<Volume> ascending = volumes.list(all, Order.ascending(sort), Slice.first(10));
      List<Volume> descending = volumes.list(all, Order.descending(sort), Slice.first(10));
      assertThat(descending).as("by " + sort).isEqualTo(ascending.reversed());
    }
    assertThat(names(all, Order.ascending(VolumeSort.NAME)))
        .containsExactly("100%_gamma", "alpha", "Beta");
    assertThat(names(all, Order.descending(VolumeSort.SIZE)))
        .containsExactly("Beta", "100%_gamma", "alpha");
    assertThat(names(all, Order.ascending(VolumeSort.LAST_BACKUP)))
        .containsExactly("Beta", "alpha", "100%_gamma");
    assertThat(volumes.list(all, Order.ascending(VolumeSort.NAME), new Slice(1, 1)))
        .extracting(Volume::id)
        .containsExactly(a);
    assertThat(names(all.withText("ALP"), Order.ascending(VolumeSort.NAME)))
        .containsExactly("alpha");
    assertThat(names(all.withText("%_"), Order.ascending(VolumeSort.NAME)))
        .containsExactly("100%_gamma");
    assertThat(names(all.withText(b.toString().substring(0, 13)), Order.ascending(VolumeSort.NAME)))
        .containsExactly("Beta");
    assertThat(names(all.named("BETA"), Order.ascending(VolumeSort.NAME))).containsExactly("Beta");
    assertThat(names(all.withStatus(VolumeStatus.BACKING_UP), Order.ascending(VolumeSort.NAME)))
        .containsExactly("Beta");
    assertThat(names(all.withProtection(Protection.UNPROTECTED), Order.ascending(VolumeSort.NAME)))
        .containsExactly("Beta");
    assertThat(names(all, Order.ascending(VolumeSort.PROTECTION)).getFirst()).isEqualTo("Beta");
    assertThat(names(all.ofAtLeast(2 * Fixtures.GIB), Order.ascending(VolumeSort.NAME)))
        .containsExactly("100%_gamma", "Beta");
    assertThat(volumes.count(all.inBackend("none"))).isZero();
    Volume first = volumes.find(a).orElseThrow();
    assertThat(first.projectName()).startsWith("p-");
    assertThat(first.previousStatus()).isEqualTo(VolumeStatus.BACKING_UP);
  }

  @Test
  void backups_are_filtered_ordered_and_cut() {
    UUID volume = fixtures.volume(project, "source", Fixtures.GIB);
    UUID full = backUp(volume);
    UUID child = complete(fixtures.submit(named(volume, "Nightly", true)));
    UUID running = fixtures.submit(named(volume, "later", false)).backupId();
    BackupFilter all = BackupFilter.all().inProject(project);
    for (BackupSort sort : BackupSort.values()) {
      List<Backup> ascending = backups.list(all, Order.ascending(sort), Slice.first(10));
      List<Backup> descending = backups.list(all, Order.descending(sort), Slice.first(10));
      assertThat(descending).as("by " + sort).isEqualTo(ascending.reversed());
    }
    assertThat(backups.list(all, Order.descending(BackupSort.CREATED), Slice.first(2)))
        .extracting(Backup::id)
        .containsExactly(running, child);
    assertThat(ids(all.withStatus(BackupStatus.AVAILABLE))).containsExactlyInAnyOrder(full, child);
    assertThat(ids(all.withText("night"))).containsExactly(child);
    assertThat(ids(all.withText("SOURCE"))).hasSize(3);
    assertThat(ids(all.named("nightly"))).containsExactly(child);
    Instant held = backups.find(full).orElseThrow().dataTimestamp();
    assertThat(ids(all.holdingUpTo(held))).contains(full);
    assertThat(ids(all.holdingUpTo(held.minusMillis(1)))).isEmpty();
    assertThat(ids(all.holdingFrom(held))).contains(full, child);
    assertThat(ids(all.holdingFrom(held.plusMillis(1)).holdingUpTo(held))).isEmpty();
    assertThat(ids(all.onHost(worker.host()))).containsExactlyInAnyOrder(full, child);
    assertThat(ids(all.onHost("nobody"))).isEmpty();
    assertThat(ids(all.ofVolume(volume))).hasSize(3);
    assertThat(ids(all.ofVolume(UUID.randomUUID()))).isEmpty();
    assertThat(backups.count(all)).isEqualTo(3);
    assertThat(backups.find(full).orElseThrow().hasDependents()).isTrue();
    assertThat(backups.find(child).orElseThrow().hasDependents()).isFalse();
    assertThat(backups.dependents(full)).extracting(Backup::id).containsExactly(child);
    UUID repository = new Repositories(database.context()).byDefault().orElseThrow().id();
    assertThat(ids(all.inRepository(repository))).hasSize(3);
    assertThat(backups.withManifests(repository)).contains(full, child).doesNotContain(running);
    assertThat(
            new BackupStates(database.context())
                .describe(child, "Weekly", "words", Map.of("k", "v")))
        .isTrue();
    assertThat(backups.find(child).orElseThrow().metadata()).containsExactly(Map.entry("k", "v"));
    assertThat(new BackupStates(database.context()).describe(UUID.randomUUID(), "x", null, null))
        .isFalse();
  }

  @Test
  void backups_are_listed_one_volume_after_the_other() {
    UUID b = fixtures.volume(project, "Beta", Fixtures.GIB);
    UUID a = fixtures.volume(project, "alpha", Fixtures.GIB);
    UUID ofA = backUp(a);
    UUID ofB = backUp(b);
    UUID laterOfA = backUp(a);
    assertThat(
            backups.list(
                BackupFilter.all().inProject(project),
                Order.ascending(BackupSort.VOLUME_NAME),
                Slice.first(10)))
        .extracting(Backup::id)
        .containsExactly(laterOfA, ofA, ofB);
  }

  @Test
  void it_is_known_which_volumes_would_be_left_without_a_backup() {
    UUID one = fixtures.volume(project, "one", Fixtures.GIB);
    UUID two = fixtures.volume(project, "two", Fixtures.GIB);
    UUID ofOne = backUp(one);
    UUID ofTwo = backUp(two);
    UUID laterOfTwo = backUp(two);
    assertThat(backups.volumesOnlyIn(Set.of(ofOne, ofTwo))).containsExactly("one");
    assertThat(backups.volumesOnlyIn(Set.of(ofTwo, laterOfTwo))).containsExactly("two");
    assertThat(backups.volumesOnlyIn(Set.of())).isEmpty();
    assertThat(backups.find(Set.of(ofOne, ofTwo, UUID.randomUUID())))
        .extracting(Backup::id)
        .containsExactly(ofTwo, ofOne);
  }

  @Test
  void a_backup_goes_with_those_that_were_made_on_it_and_a_try_changes_nothing() {
    UUID volume = fixtures.volume(project, "all-of-it", Fixtures.GIB);
    UUID full = backUp(volume);
    UUID child = complete(fixtures.submit(named(volume, "child", true)));
    BackupSubmission submission = new BackupSubmission(database.context());
    Actor by = Fixtures.ALICE;
    assertThat(submission.tryDelete(full, Set.of(), by))
        .isInstanceOf(DeleteResult.HasDependents.class);
    assertThat(submission.tryDelete(child, Set.of(), by)).isInstanceOf(DeleteResult.Accepted.class);
    assertThat(submission.tryDelete(full, Set.of(child), by))
        .isInstanceOf(DeleteResult.Accepted.class);
    assertThat(submission.tryVerify(full, by)).isInstanceOf(VerifyResult.Accepted.class);
    assertThat(submission.tryCreate(named(volume, "next", true), by))
        .isInstanceOf(CreateResult.Accepted.class);
    assertThat(backups.list(BackupFilter.all().ofVolume(volume), BY_CREATION, Slice.first(9)))
        .extracting(Backup::status)
        .containsExactly(BackupStatus.AVAILABLE, BackupStatus.AVAILABLE);
    assertThat(tasks.count(TaskFilter.all().ofVolume(volume).inState(TaskState.QUEUED))).isZero();

    assertThat(submission.delete(child, Set.of(), by)).isInstanceOf(DeleteResult.Accepted.class);
    assertThat(submission.delete(full, by)).isInstanceOf(DeleteResult.HasDependents.class);
    assertThat(submission.delete(full, Set.of(child), by))
        .isInstanceOf(DeleteResult.Accepted.class);
  }

  @Test
  void volumes_are_filtered_by_what_covers_them() {
    UUID covered = fixtures.volume(project, "covered", Fixtures.GIB);
    UUID other = fixtures.volume(project, "other", Fixtures.GIB);
    Policies policies = new Policies(database.context());
    UUID policy = policy(policies, "nightly", Cover.listed(Set.of(covered)));
    VolumeFilter all = VolumeFilter.all().inProject(project);
    assertThat(names(all.coveredBy(policy), Order.ascending(VolumeSort.NAME)))
        .containsExactly("covered");
    assertThat(names(all.coveredBy(UUID.randomUUID()), Order.ascending(VolumeSort.NAME))).isEmpty();
    assertThat(policies.covering(List.of(covered, other)))
        .containsExactly(Map.entry(covered, List.of(new Policies.Covers(project, "nightly"))));
  }

  private UUID policy(Policies policies, String name, Cover cover) {
    PolicyTerms terms =
        new PolicyTerms(
            project,
            name,
            true,
            "0 2 * * *",
            "UTC",
            MissedRuns.CATCH_UP,
            60,
            0,
            0,
            null,
            null,
            cover,
            new Keep(3, 0, 0, 0, 0, 0));
    return policies.create(terms, Instant.EPOCH, Fixtures.ALICE).orElseThrow();
  }

  @Test
  void the_setting_decides_whether_a_parent_may_go() {
    UUID volume = fixtures.volume(project, "chain", Fixtures.GIB);
    UUID full = backUp(volume);
    UUID child = complete(fixtures.submit(named(volume, "child", true)));
    BackupSubmission submission = new BackupSubmission(database.context());
    assertThat(submission.delete(full, Fixtures.ALICE))
        .isInstanceOf(DeleteResult.HasDependents.class);
    database
        .context()
        .execute("update setting set value = 'false' where key = 'delete.refuse-with-dependents'");
    try {
      var accepted = (DeleteResult.Accepted) submission.delete(full, Fixtures.ALICE);
      fixtures.claim(accepted.taskId(), worker);
      assertThat(new TaskCompletion(database.context()).deleteSucceeded(accepted.taskId(), worker))
          .isTrue();
      assertThat(backups.find(child).orElseThrow().parentId()).isEqualTo(full);
    } finally {
      database
          .context()
          .execute("update setting set value = 'true' where key = 'delete.refuse-with-dependents'");
    }
  }

  @Test
  void tasks_are_filtered_ordered_and_cut() {
    UUID volume = fixtures.volume(project, "worked-on", Fixtures.GIB);
    Instant before = SchemaDatabase.now(database.context());
    UUID backup = backUp(volume);
    CreateResult.Accepted second = fixtures.submit(named(volume, "b2", false));
    TaskFilter all = TaskFilter.all().inProject(project);
    for (TaskSort sort : TaskSort.values()) {
      List<Task> ascending = tasks.list(all, Order.ascending(sort), Slice.first(10));
      List<Task> descending = tasks.list(all, Order.descending(sort), Slice.first(10));
      assertThat(ascending)
          .as("by " + sort)
          .hasSize(2)
          .containsExactlyInAnyOrderElementsOf(descending);
    }
    assertThat(tasks.count(all.inState(TaskState.QUEUED))).isEqualTo(1);
    assertThat(tasks.count(all.ofKind(TaskKind.BACKUP))).isEqualTo(2);
    assertThat(tasks.count(all.ofKind(TaskKind.DELETE, TaskKind.VERIFY))).isZero();
    assertThat(tasks.count(all.ofVolume(volume))).isEqualTo(2);
    assertThat(tasks.count(all.ofBackup(backup))).isEqualTo(1);
    assertThat(tasks.count(all.onHost(worker.host()))).isEqualTo(1);
    UUID repository = new Repositories(database.context()).byDefault().orElseThrow().id();
    assertThat(tasks.count(all.inRepository(repository))).isEqualTo(2);
    assertThat(tasks.count(all.inRepository(UUID.randomUUID()))).isZero();
    assertThat(tasks.count(all.finishedAfter(before))).isEqualTo(1);
    assertThat(tasks.activeOfBackup(second.backupId()).orElseThrow().volumeName())
        .isEqualTo("worked-on");
    assertThat(tasks.activeOfBackup(backup)).isEmpty();
    fixtures.claim(second.taskId(), worker);
    assertThat(tasks.ownedBy(worker.incarnation()))
        .extracting(Task::id)
        .containsExactly(second.taskId());
    assertThat(tasks.find(second.taskId()).orElseThrow().backupName()).isEqualTo("b2");
  }

  @Test
  void nodes_are_listed_with_what_they_run() {
    fixtures.running(fixtures.volume("n"), worker);
    NodeQueries nodes = new NodeQueries(database.context());
    Node live = nodes.live(NodeRole.WORKER, worker.host()).orElseThrow();
    assertThat(live.runningTasks()).isEqualTo(1);
    assertThat(live.leaseValid()).isTrue();
    assertThat(live.slots()).isEqualTo(2);
    assertThat(nodes.live(NodeRole.WORKER))
        .extracting(Node::host)
        .contains(worker.host())
        .isSorted();
    Owner first = fixtures.worker("again-" + UUID.randomUUID());
    new NodeLeases(database.context()).close(first.incarnation(), "ended");
    Owner second = fixtures.worker(first.host());
    assertThat(nodes.newestPerHost(NodeRole.WORKER, Slice.first(1000)))
        .filteredOn(node -> node.host().equals(first.host()))
        .singleElement()
        .extracting(Node::incarnation)
        .isEqualTo(second.incarnation());
  }

  @Test
  void the_audit_tells_what_was_asked_and_how_it_ended() {
    UUID backup = backUp(fixtures.volume(project, "audited", Fixtures.GIB));
    AuditLog audit = new AuditLog(database.context());
    List<AuditEntry> entries =
        audit.list(AuditFilter.ofSubject("backup", backup.toString()), Slice.first(10));
    assertThat(entries)
        .extracting(AuditEntry::outcome)
        .containsExactly(Outcome.SUCCEEDED, Outcome.ACCEPTED);
    assertThat(entries)
        .extracting(AuditEntry::actor)
        .containsExactly("worker " + worker.host(), "alice");
    assertThat(entries).extracting(AuditEntry::action).containsOnly("backup.create");
    assertThat(entries.getFirst().detail()).containsKeys("task", "volume");
    assertThat(entries.getFirst().subjectName()).isEqualTo("audited");
    database.context().execute("update backup set name = 'first' where id = ?", backup);
    assertThat(audit.list(AuditFilter.ofSubject("backup", backup.toString()), Slice.first(1)))
        .extracting(AuditEntry::subjectName)
        .containsExactly("audited (first)");
    assertThat(audit.count(AuditFilter.all().inProject(project))).isEqualTo(2);
    assertThat(audit.count(AuditFilter.all().inProject(project).withText("ALICE"))).isEqualTo(1);
    assertThat(
            audit.count(
                new AuditFilter(
                    project,
                    "alice",
                    "backup.create",
                    null,
                    null,
                    Instant.EPOCH,
                    Instant.now().plusSeconds(9),
                    null)))
        .isEqualTo(1);
  }

  @Test
  void the_overview_counts() {
    UUID protectedVolume = fixtures.volume(project, "protected", Fixtures.GIB);
    fixtures.volume(project, "bare", Fixtures.GIB);
    UUID stale = fixtures.volume(project, "stale", Fixtures.GIB);
    backUp(protectedVolume);
    backUp(stale);
    database
        .context()
        .execute(
            "update volume set last_intact_backup_at = now() - interval '8 days' where id = ?",
            stale);
    CreateResult.Accepted failing = fixtures.submit(NewBackup.ofVolume(project, stale));
    fixtures.claim(failing.taskId(), worker);
    new TaskCompletion(database.context()).failed(failing.taskId(), worker, "broken");
    fixtures.submit(NewBackup.ofVolume(project, stale));
    OverviewQueries queries = new OverviewQueries(database.context());
    Overview overview = queries.overview(project);
    assertThat(overview.volumes()).isEqualTo(3);
    assertThat(overview.volumeBytes()).isEqualTo(3 * Fixtures.GIB);
    assertThat(overview.protectedVolumes()).isEqualTo(1);
    assertThat(overview.unprotectedVolumes()).isEqualTo(2);
    assertThat(overview.backups())
        .isEqualTo(
            Map.of(BackupStatus.AVAILABLE, 2, BackupStatus.ERROR, 1, BackupStatus.CREATING, 1));
    assertThat(overview.protectedBytes()).isEqualTo(2 * Fixtures.GIB);
    assertThat(overview.storedBytes()).isEqualTo(Fixtures.GIB);
    assertThat(overview.runningTasks()).isZero();
    assertThat(overview.queuedTasks()).isEqualTo(1);
    assertThat(overview.failedTasks()).isEqualTo(1);
    assertThat(overview.workers()).isPositive();
    assertThat(overview.slots()).isEqualTo(2 * overview.workers());
    database
        .context()
        .execute(
            "update task set finished_at = now() - interval '25 hours' where id = ?",
            failing.taskId());
    assertThat(queries.overview(project).failedTasks()).isZero();
    assertThat(queries.overview(null).volumes()).isGreaterThanOrEqualTo(3);
    List<Day> days = queries.days(project, 7);
    assertThat(days.stream().mapToInt(Day::succeeded).sum()).isEqualTo(2);
    assertThat(days.stream().mapToInt(Day::failed).sum()).isEqualTo(1);
  }

  @Test
  void a_repository_says_what_lies_in_it() {
    UUID repository = new Repositories(database.context()).byDefault().orElseThrow().id();
    int before = new Repositories(database.context()).usage(repository).backups();
    backUp(fixtures.volume("stored"));
    assertThat(new Repositories(database.context()).usage(repository).backups())
        .isEqualTo(before + 1);
  }

  private UUID backUp(UUID volume) {
    return complete(fixtures.submit(NewBackup.ofVolume(project, volume)));
  }

  private UUID complete(CreateResult.Accepted submitted) {
    fixtures.claim(submitted.taskId(), worker);
    new TaskCompletion(database.context())
        .backupSucceeded(
            submitted.taskId(), worker, new BackupTotals(Fixtures.GIB, Fixtures.GIB / 2));
    return submitted.backupId();
  }

  private NewBackup named(UUID volume, String name, boolean incremental) {
    return new NewBackup(project, volume, null, name, "", incremental, Map.of(), null, null);
  }

  private List<String> names(VolumeFilter filter, Order<VolumeSort> order) {
    assertThat(volumes.count(filter))
        .isEqualTo(volumes.list(filter, order, Slice.first(100)).size());
    return volumes.list(filter, order, Slice.first(100)).stream().map(Volume::name).toList();
  }

  private List<UUID> ids(BackupFilter filter) {
    List<UUID> ids = new ArrayList<>();
    backups
        .list(filter, Order.ascending(BackupSort.CREATED), Slice.first(100))
        .forEach(backup -> ids.add(backup.id()));
    assertThat(backups.count(filter)).isEqualTo(ids.size());
    return ids;
  }
}
