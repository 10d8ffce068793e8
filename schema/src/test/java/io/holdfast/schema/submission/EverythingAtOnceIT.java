package io.holdfast.schema.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.attachment.NewAttachment;
import io.holdfast.schema.attachment.OpenResult;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRegistration;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.node.RegisterResult;
import io.holdfast.schema.task.ClaimResult;
import io.holdfast.schema.task.QueuedTask;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskClaim;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskQueue;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.task.TaskTakeover;
import io.holdfast.schema.task.VerifyOutcome;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import io.holdfast.schema.volume.VolumeStates;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * People, workers that die and a dispatcher, all at once on a few volumes, by a seed that the
 * message names. Nothing may dead-lock, and afterwards every status must be explained by a task and
 * every quota by the backups.
 */
class EverythingAtOnceIT {

  private static final int ROUNDS = 3;
  private static final int TURNS = 50;

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final List<UUID> volumes =
      IntStream.range(0, 6).mapToObj(i -> fixtures.volume("v" + i)).toList();

  @Test
  void whatever_happens_at_once_every_status_is_explained() {
    long seed = new Random().nextLong();
    new Projects(database.context()).limit(Projects.DEFAULT_ID, 20L, null);
    try (Race race = new Race(database, 8)) {
      for (int round = 0; round < ROUNDS; round++) {
        long roundSeed = seed + round;
        race.each(i ->
            context ->
                i < 4 ? people(context, roundSeed * 31 + i) : worker(context, roundSeed * 31 + i));
        explain("seed " + roundSeed);
      }
    }
    settle();
    explain("seed " + seed + ", settled");
    assertThat(count("select count(*) from task where finished_at is null")).isZero();
    assertThat(
            count(
                "select count(*) from backup where status in ('creating', 'restoring',"
                    + " 'deleting')"))
        .isZero();
    assertThat(
            count("select count(*) from volume where status in ('backing-up', 'restoring-backup')"))
        .isZero();
    assertThat(count("select count(*) from attachment where detached_at is null")).isZero();
  }

  private Void people(DSLContext context, long seed) {
    Random random = new Random(seed);
    BackupSubmission submission = new BackupSubmission(context);
    VolumeStates states = new VolumeStates(context);
    for (int turn = 0; turn < TURNS; turn++) {
      UUID volume = volumes.get(random.nextInt(volumes.size()));
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3, 4, 5 ->
            submission.create(wanted(volume, random.nextBoolean()), Fixtures.ALICE);
        case 6, 7, 8, 9 ->
            anyBackup(context, random)
                .ifPresent(id -> submission.restore(id, volume, Fixtures.ALICE));
        case 10, 11, 12 ->
            anyBackup(context, random).ifPresent(id -> submission.delete(id, Fixtures.ALICE));
        case 13, 14 ->
            anyBackup(context, random).ifPresent(id -> submission.verify(id, Fixtures.ALICE));
        case 15, 16 ->
            anyTask(context, random)
                .ifPresent(task -> submission.cancel(task.id(), Fixtures.ALICE));
        case 17 -> states.setInUse(volume, random.nextBoolean());
        case 18 -> states.reset(volume);
        default ->
            anyBackup(context, random)
                .ifPresent(id ->
                    submission.reset(
                        id,
                        random.nextBoolean() ? BackupStatus.AVAILABLE : BackupStatus.ERROR,
                        Fixtures.ALICE));
      }
    }
    return null;
  }

  private static NewBackup wanted(UUID volume, boolean incremental) {
    return new NewBackup(
        Projects.DEFAULT_ID, volume, null, "", "", incremental, Map.of(), null, null);
  }

  private static Optional<UUID> anyBackup(DSLContext context, Random random) {
    List<UUID> ids =
        context
            .fetch("select id from backup where deleted_at is null")
            .map(row -> row.get(0, UUID.class));
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.get(random.nextInt(ids.size())));
  }

  private static Optional<Task> anyTask(DSLContext context, Random random) {
    List<Task> tasks =
        new TaskQueries(context)
            .list(
                TaskFilter.all().inState(TaskState.QUEUED, TaskState.RUNNING),
                Order.ascending(TaskSort.CREATED),
                Slice.first(50));
    return tasks.isEmpty()
        ? Optional.empty()
        : Optional.of(tasks.get(random.nextInt(tasks.size())));
  }

  private Void worker(DSLContext context, long seed) {
    Random random = new Random(seed);
    String host = "w" + seed;
    Owner owner = register(context, host);
    for (int turn = 0; turn < TURNS; turn++) {
      for (QueuedTask task : new TaskQueue(context).due(Set.of(), Set.of(), 2)) {
        if (new TaskClaim(context).claim(task.id(), owner)
            instanceof ClaimResult.Claimed(Task claimed)) {
          work(context, claimed, owner, random);
        }
      }
      if (random.nextInt(10) == 0) {
        new NodeLeases(context).close(owner.incarnation(), "killed");
        owner = register(context, host);
      }
      fenceAndTakeOver(context);
    }
    return null;
  }

  private static Owner register(DSLContext context, String host) {
    var node =
        new NodeRegistration(
            host, NodeRole.WORKER, UUID.randomUUID(), 2, "nova", "1", "", Duration.ofMinutes(10));
    assertThat(new NodeLeases(context).register(node))
        .isInstanceOf(RegisterResult.Registered.class);
    return node.owner();
  }

  private static void work(DSLContext context, Task task, Owner owner, Random random) {
    TaskCompletion completion = new TaskCompletion(context);
    Attachments attachments = new Attachments(context);
    UUID attachment = UUID.randomUUID();
    boolean attached = false;
    switch (task.kind()) {
      case BACKUP, RESTORE -> {
        AttachmentMode mode =
            task.kind() == TaskKind.RESTORE ? AttachmentMode.RW : AttachmentMode.RO;
        attached =
            attachments.open(
                        NewAttachment.ofVolume(
                            attachment,
                            task.id(),
                            Objects.requireNonNull(task.volumeId()),
                            Fixtures.BACKEND,
                            mode),
                        owner)
                    instanceof OpenResult.Opened
                && attachments.attached(attachment, owner);
      }
      case DELETE, VERIFY, RECLAIM, VERIFY_REPOSITORY, REINDEX -> {}
    }
    if (random.nextInt(4) == 0) {
      // Killed on the spot: the attachment stays.
      return;
    }
    if (attached) {
      attachments.detaching(attachment);
      attachments.detached(attachment);
    }
    switch (random.nextInt(5)) {
      case 0 -> completion.failed(task.id(), owner, "broken");
      case 1 ->
          completion.retryLater(task.id(), owner, Duration.ofMillis(random.nextInt(20)), "away");
      case 2 -> completion.cancelled(task.id(), owner);
      default -> {
        switch (task.kind()) {
          case BACKUP -> completion.backupSucceeded(task.id(), owner, new BackupTotals(10, 5));
          case RESTORE -> completion.restoreSucceeded(task.id(), owner);
          case DELETE -> completion.deleteSucceeded(task.id(), owner);
          case VERIFY ->
              completion.verified(
                  task.id(), owner, new VerifyOutcome(random.nextBoolean(), true, "all read"));
          case RECLAIM -> completion.reclaimSucceeded(task.id(), owner, "nothing");
          case VERIFY_REPOSITORY -> completion.repositoryVerified(task.id(), owner, "nothing");
          case REINDEX -> completion.reindexSucceeded(task.id(), owner, false, "nothing");
        }
      }
    }
  }

  private static void fenceAndTakeOver(DSLContext context) {
    TaskTakeover takeover = new TaskTakeover(context);
    Attachments attachments = new Attachments(context);
    for (var node : takeover.closedWithLeftovers()) {
      attachments
          .liveOf(node.incarnation())
          .forEach(left -> {
            attachments.detaching(left.id());
            attachments.detached(left.id());
          });
      takeover.takeOver(node.incarnation());
    }
  }

  /** Everybody is dead; what they left is taken over and worked off. */
  private void settle() {
    DSLContext context = database.context();
    NodeLeases leases = new NodeLeases(context);
    leases
        .nodes()
        .live(NodeRole.WORKER)
        .forEach(node -> leases.close(node.incarnation(), "the end"));
    fenceAndTakeOver(context);
    Owner last = register(context, "last");
    for (Task task :
        new TaskQueries(context)
            .list(
                TaskFilter.all().inState(TaskState.QUEUED),
                Order.ascending(TaskSort.CREATED),
                Slice.first(100))) {
      // Those in back-off are not due.
      if (new TaskClaim(context).claim(task.id(), last) instanceof ClaimResult.Claimed) {
        new TaskCompletion(context).failed(task.id(), last, "the end");
      } else {
        new BackupSubmission(context).cancel(task.id(), Fixtures.ALICE);
      }
    }
  }

  private void explain(String seed) {
    assertNone(
        seed,
        "volumes whose status no task explains",
        """
        select id, status from volume v where status in ('backing-up', 'restoring-backup') and 1 <> (
          select count(*) from task t where t.volume_id = v.id and t.finished_at is null
            and t.kind = case v.status when 'backing-up' then 'backup' else 'restore' end)
        """);
    assertNone(
        seed,
        "tasks whose backup or volume is not what they need",
        """
        select t.id, t.kind, t.state, b.status, v.status from task t join backup b on b.id = t.backup_id join volume v on v.id = t.volume_id
        where t.finished_at is null and not case t.kind
          when 'backup' then b.status = 'creating' and v.status = 'backing-up'
          when 'restore' then b.status = 'restoring' and v.status = 'restoring-backup' and b.restore_volume_id = v.id
          when 'delete' then b.status = 'deleting'
          else true end
        """);
    assertNone(
        seed,
        "backups in a passing status without a task, or with another owner than it",
        """
        select b.id, b.status, b.host, t.host from backup b
          left join task t on t.backup_id = b.id and t.finished_at is null and t.kind <> 'verify'
        where (b.status in ('creating', 'restoring', 'deleting')) <> (t.id is not null)
          or t.id is not null and (b.host, b.incarnation) is distinct from (t.host, t.incarnation)
        """);
    assertNone(
        seed,
        "quotas that the backups do not add up to",
        """
        select q.* from quota q where backups_used <> (
          select count(*) from backup b where b.project_id = q.project_id and deleted_at is null)
          or backup_bytes_used <> (
          select coalesce(sum(size_bytes), 0) from backup b where b.project_id = q.project_id and deleted_at is null)
        """);
    assertNone(
        seed,
        "volumes with a wrong newest moment",
        """
        select v.id, v.last_backup_at, v.last_intact_backup_at
        from volume v cross join lateral (
          select max(data_timestamp) newest, max(data_timestamp) filter (where verify_result is distinct from 'damaged') intact
          from backup b where b.volume_id = v.id and b.status in ('available', 'restoring'))
        where (last_backup_at, last_intact_backup_at) is distinct from (newest, intact)
        """);
    assertNone(
        seed,
        "children of deleted parents",
        """
        select c.id from backup c join backup p on p.id = c.parent_id
        where c.deleted_at is null and p.deleted_at is not null
        """);
  }

  private static void assertNone(String seed, String what, String query) {
    assertThat(database.context().fetch(query)).as(what + ", " + seed).isEmpty();
  }

  private static long count(String query) {
    return ((Number) Objects.requireNonNull(database.context().fetchValue(query))).longValue();
  }
}
