package io.holdfast.schema.notification;

import static io.holdfast.schema.generated.Tables.NOTIFICATION;
import static io.holdfast.schema.generated.Tables.REPOSITORY_SPACE;
import static io.holdfast.schema.generated.Tables.TROUBLE;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.Clock;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.chore.Chores;
import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import io.holdfast.schema.volume.LateVolumes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TroublesIT {

  private static final Duration HOLD = Duration.ofMinutes(1);

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final DSLContext context = database.context();
  private final Fixtures fixtures = new Fixtures(context);
  private final Troubles troubles = new Troubles(context);
  private final Notifications notifications = new Notifications(context);
  private final Channels channels = new Channels(context);

  @BeforeEach
  void nothing_is_wrong_and_mail_is_on() {
    context.deleteFrom(NOTIFICATION).execute();
    context.deleteFrom(TROUBLE).execute();
    channels.set(new Channel(ChannelKind.MAIL, true, Map.of("host", "mail"), "secret"));
    channels.set(new Channel(ChannelKind.WEB_HOOK, false, Map.of(), null));
  }

  @Test
  void a_task_that_failed_for_good_is_told_once_until_one_like_it_succeeds() {
    Owner worker = fixtures.worker("worker-" + UUID.randomUUID());
    UUID volume = fixtures.volume("documents");
    fail(volume, worker);
    Trouble trouble = gathered().getFirst();
    assertThat(trouble.kind()).isEqualTo(TroubleKind.TASK_FAILED);
    assertThat(trouble.subjectName()).isEqualTo("documents");
    assertThat(trouble.detail()).containsEntry("task", "backup").containsEntry("reason", "no room");

    fail(volume, worker);
    assertThat(gathered()).isEmpty();

    fixtures.available(volume, worker);
    fail(volume, worker);
    assertThat(gathered()).hasSize(1);
  }

  @Test
  void the_newest_are_found_of_everything_or_of_one_project() {
    Owner worker = fixtures.worker("worker-" + UUID.randomUUID());
    UUID volume = fixtures.volume("documents");
    fail(volume, worker);
    UUID project =
        context
            .select(VOLUME.PROJECT_ID)
            .from(VOLUME)
            .where(VOLUME.ID.eq(volume))
            .fetchSingle()
            .value1();
    assertThat(troubles.newest(HOLD, null, 5))
        .extracting(Trouble::subjectName)
        .containsExactly("documents");
    assertThat(troubles.newest(HOLD, project, 5)).hasSize(1);
    assertThat(troubles.newest(HOLD, UUID.randomUUID(), 5)).isEmpty();
    assertThat(troubles.newest(Duration.ZERO, null, 5)).isEmpty();

    fixtures.expireLease(worker);
    new NodeLeases(context).closeExpired(worker.incarnation());
    assertThat(troubles.newest(HOLD, null, 5)).hasSize(2);
    assertThat(troubles.newest(HOLD, project, 5)).hasSize(1);
    // Nothing else is to find it late.
    fixtures.available(volume, fixtures.worker("worker-" + UUID.randomUUID()));
  }

  @Test
  void what_is_rolled_back_is_no_trouble() {
    Owner worker = fixtures.worker("worker-" + UUID.randomUUID());
    CreateResult.Accepted running = fixtures.running(fixtures.volume("rolled back"), worker);
    try {
      context.transaction(transaction -> {
        new TaskCompletion(transaction.dsl()).failed(running.taskId(), worker, "no room");
        throw new IllegalStateException("the connection broke");
      });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("the connection broke");
    }
    assertThat(gathered()).isEmpty();
  }

  @Test
  void a_worker_is_lost_when_its_lease_ran_out_and_not_when_it_ends_in_order() {
    NodeLeases leases = new NodeLeases(context);
    Owner orderly = fixtures.worker("orderly");
    leases.close(orderly.incarnation(), "It was stopped.");
    assertThat(gathered()).isEmpty();

    Owner lost = fixtures.worker("lost");
    fixtures.expireLease(lost);
    leases.closeExpired(lost.incarnation());
    assertThat(gathered())
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.kind()).isEqualTo(TroubleKind.WORKER_LOST);
          assertThat(trouble.subjectId()).isEqualTo("lost");
          assertThat(trouble.endedAt()).isNull();
        });
    Set<TroubleKind> workers = Set.of(TroubleKind.WORKER_LOST);
    assertThat(troubles.lasting(workers, 5)).extracting(Trouble::subjectId).containsExactly("lost");
    assertThat(troubles.lasting(Set.of(TroubleKind.RUN_MISSED), 5)).isEmpty();
    fixtures.worker("lost");
    assertThat(troubles.lasting(workers, 5)).isEmpty();
    assertThat(context.fetchExists(TROUBLE, TROUBLE.ENDED_AT.isNull())).isFalse();
  }

  @Test
  void a_worker_that_never_comes_back_is_news_for_a_day() {
    Owner lost = fixtures.worker("gone");
    fixtures.expireLease(lost);
    new NodeLeases(context).closeExpired(lost.incarnation());
    Set<TroubleKind> workers = Set.of(TroubleKind.WORKER_LOST);
    assertThat(troubles.lasting(workers, 5)).extracting(Trouble::subjectId).contains("gone");
    context
        .update(TROUBLE)
        .set(TROUBLE.BEGAN_AT, TROUBLE.BEGAN_AT.minus(2))
        .where(TROUBLE.ABOUT.eq("gone"))
        .execute();
    assertThat(troubles.lasting(workers, 5)).isEmpty();
    fixtures.worker("gone");
  }

  /** Without the pause that workers leave between two looks. */
  private void room(UUID repository, long total, long free) {
    context
        .insertInto(REPOSITORY_SPACE)
        .columns(
            REPOSITORY_SPACE.REPOSITORY_ID,
            REPOSITORY_SPACE.TOTAL_BYTES,
            REPOSITORY_SPACE.FREE_BYTES)
        .values(repository, total, free)
        .onDuplicateKeyUpdate()
        .set(REPOSITORY_SPACE.FREE_BYTES, free)
        .execute();
  }

  @Test
  void a_repository_is_told_when_it_is_away_and_when_it_is_nearly_full() {
    Repositories repositories = new Repositories(context);
    UUID main = repositories.byDefault().orElseThrow().id();
    repositories.ready(main, 1 << 20);
    repositories.unavailable(main, "nothing is mounted there");
    repositories.unavailable(main, "still nothing is mounted there");
    assertThat(gathered()).hasSize(1);
    repositories.ready(main, 1 << 20);
    room(main, 1000, 500);
    assertThat(gathered()).isEmpty();
    room(main, 1000, 99);
    room(main, 1000, 50);
    // Not well again yet, so it is not told a second time.
    room(main, 1000, 110);
    room(main, 1000, 90);
    assertThat(gathered())
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.kind()).isEqualTo(TroubleKind.REPOSITORY_FULL);
          assertThat(trouble.detail()).containsEntry("free-bytes", "99");
        });
    room(main, 1000, 200);
    room(main, 1000, 90);
    assertThat(gathered()).hasSize(1);
    room(main, 1000, 900);
  }

  @Test
  void a_backup_that_was_found_damaged_is_told_once_until_it_is_intact_or_gone() {
    Owner worker = fixtures.worker("worker-" + UUID.randomUUID());
    UUID backup = fixtures.available(fixtures.volume("documents"), worker);
    BackupStates backups = new BackupStates(context);
    backups.verified(backup, true, true, "All is well.");
    assertThat(gathered()).isEmpty();
    backups.verified(backup, false, true, "1 chunk is damaged.");
    backups.verified(backup, false, true, "2 chunks are damaged.");
    Trouble told = gathered().getFirst();
    assertThat(told.kind()).isEqualTo(TroubleKind.BACKUP_DAMAGED);
    assertThat(told.subjectId()).isEqualTo(backup.toString());
    assertThat(told.subjectName()).isEqualTo("documents");
    assertThat(told.detail()).containsEntry("reason", "1 chunk is damaged.");
    Set<TroubleKind> damaged = Set.of(TroubleKind.BACKUP_DAMAGED);
    assertThat(troubles.lasting(damaged, 5)).containsExactly(told);
    backups.verified(backup, true, false, "A sample was read and proven.");
    assertThat(troubles.lasting(damaged, 5)).as("a sample proves no more").containsExactly(told);

    backups.verified(backup, true, true, "All is well.");
    assertThat(troubles.lasting(damaged, 5)).isEmpty();
    backups.verified(backup, false, true, "1 chunk is damaged.");
    assertThat(gathered()).hasSize(1);
    UUID delete =
        ((DeleteResult.Accepted) new BackupSubmission(context).delete(backup, Fixtures.ALICE))
            .taskId();
    fixtures.claim(delete, worker);
    new TaskCompletion(context).deleteSucceeded(delete, worker);
    assertThat(troubles.lasting(damaged, 5)).isEmpty();
  }

  @Test
  void a_volume_becomes_late_once_and_is_well_again_after_a_backup() {
    Owner worker = fixtures.worker("worker-" + UUID.randomUUID());
    UUID volume = fixtures.volume("archive");
    LateVolumes late = new LateVolumes(context);
    late.note();
    assertThat(gathered()).as("a volume without any backup").isEmpty();
    fixtures.available(volume, worker);
    late.note();
    assertThat(gathered()).isEmpty();

    context
        .update(VOLUME)
        .set(VOLUME.LAST_INTACT_BACKUP_AT, Clock.nowMinus(Duration.ofDays(30)))
        .where(VOLUME.ID.eq(volume))
        .execute();
    late.note();
    late.note();
    assertThat(gathered())
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.kind()).isEqualTo(TroubleKind.VOLUME_LATE);
          assertThat(trouble.subjectId()).isEqualTo(volume.toString());
          assertThat(trouble.detail()).containsEntry("protection", "late").containsKey("newest");
        });
    fixtures.available(volume, worker);
    late.note();
    assertThat(context.fetchExists(TROUBLE, TROUBLE.ENDED_AT.isNull())).isFalse();
  }

  @Test
  void what_only_a_newer_version_knows_is_left_to_that() {
    lose("known");
    lose("newer");
    context.execute("alter table trouble drop constraint trouble_kind_check");
    context.execute("update trouble set kind = 'fire' where subject_name = 'newer'");
    assertThat(troubles.newest(Duration.ofDays(1), null, 5))
        .extracting(Trouble::subjectName)
        .containsExactly("known");
    assertThat(gathered()).extracting(Trouble::subjectName).containsExactly("known");
    assertThat(context.fetchCount(TROUBLE, TROUBLE.TOLD_AT.isNull())).isEqualTo(1);
    assertThat(gathered()).isEmpty();
    context.execute("delete from trouble where kind = 'fire'");
  }

  @Test
  void several_who_gather_and_take_at_once_do_each_thing_once() {
    for (int round = 0; round < 10; round++) {
      lose("gathered-" + round);
      lose("gathered-as-well-" + round);
      try (Race race = new Race(database, 4)) {
        assertThat(race.all(here -> new Troubles(here).gather(Duration.ZERO)))
            .containsOnlyOnce(1)
            .contains(0);
        List<Optional<Notification>> taken = race.all(here -> new Notifications(here).take(HOLD));
        assertThat(taken).filteredOn(Optional::isPresent).hasSize(1);
        Notification message = taken.stream().flatMap(Optional::stream).findFirst().orElseThrow();
        assertThat(troubles.ofBundle(message.bundleId(), 10)).hasSize(2);
        assertThat(notifications.sent(message)).isTrue();
        assertThat(notifications.sent(message)).isFalse();
      }
    }
  }

  @Test
  void whoever_took_a_message_last_says_how_it_ended() {
    lose("fenced");
    troubles.gather(Duration.ZERO);
    Notification first = notifications.take(Duration.ZERO).orElseThrow();
    Notification second = notifications.take(HOLD).orElseThrow();
    assertThat(notifications.sent(first)).isFalse();
    assertThat(notifications.later(first, HOLD, "late")).isFalse();
    assertThat(notifications.giveUp(second, "refused")).isTrue();
    assertThat(notifications.tryAgain(second.id())).isTrue();
    assertThat(notifications.tryAgain(second.id())).isFalse();
    assertThat(notifications.take(HOLD)).isPresent();
  }

  @Test
  void what_is_young_waits_and_what_nobody_wants_is_passed_over() {
    lose("young");
    assertThat(troubles.gather(Duration.ofMinutes(1))).isZero();
    Settings settings = new Settings(context);
    settings.set(TroubleKind.WORKER_LOST.setting(), "false");
    assertThat(troubles.gather(Duration.ZERO)).isZero();
    settings.set(TroubleKind.WORKER_LOST.setting(), "true");
    assertThat(troubles.gather(Duration.ZERO)).isZero();
    channels.set(new Channel(ChannelKind.MAIL, false, Map.of(), null));
    lose("unheard");
    assertThat(troubles.gather(Duration.ZERO)).isZero();
  }

  @Test
  void a_chore_is_done_by_one() {
    try (Race race = new Race(database, 4)) {
      assertThat(
              race.all(
                  here -> new Chores(here).take(Chores.LOOK_FOR_LATE_VOLUMES, Duration.ofHours(1))))
          .containsOnlyOnce(true);
    }
  }

  private void lose(String host) {
    Owner lost = fixtures.worker(host);
    fixtures.expireLease(lost);
    new NodeLeases(context).closeExpired(lost.incarnation());
  }

  private void fail(UUID volume, Owner worker) {
    CreateResult.Accepted running = fixtures.running(volume, worker);
    assertThat(new TaskCompletion(context).failed(running.taskId(), worker, "no room")).isTrue();
  }

  /** What would be told now; it is told with that. */
  private List<Trouble> gathered() {
    if (troubles.gather(Duration.ZERO) == 0) {
      return List.of();
    }
    Notification message = notifications.take(HOLD).orElseThrow();
    assertThat(notifications.sent(message)).isTrue();
    return troubles.ofBundle(message.bundleId(), 10);
  }
}
