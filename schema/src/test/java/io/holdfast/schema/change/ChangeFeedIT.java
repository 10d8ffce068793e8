package io.holdfast.schema.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.identity.Role;
import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.identity.Tokens;
import io.holdfast.schema.identity.Users;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.notification.Channel;
import io.holdfast.schema.notification.ChannelKind;
import io.holdfast.schema.notification.Channels;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.task.RunningTasks;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.volume.Backends;
import io.holdfast.schema.volume.VolumeStates;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangeFeedIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final Seen seen = new Seen();
  private ChangeFeed feed;

  /** What a page would have been told. */
  private static final class Seen implements ChangeListener {
    private final Set<Change> changes = ConcurrentHashMap.newKeySet();
    private final AtomicInteger everything = new AtomicInteger();

    @Override
    public void changed(Set<Change> told) {
      changes.addAll(told);
    }

    @Override
    public void everythingMayHaveChanged() {
      everything.incrementAndGet();
    }
  }

  @BeforeEach
  void listen() {
    feed = ChangeFeed.start(database.dataSource(), seen);
    patiently().until(() -> seen.everything.get() == 1);
  }

  @AfterEach
  void stop() {
    feed.close();
  }

  @Test
  void every_change_of_a_row_is_told() {
    UUID volume = fixtures.volume("followed");
    Owner worker = fixtures.worker("followed-" + UUID.randomUUID());
    CreateResult.Accepted backup = fixtures.running(volume, worker);
    awaitChange(ChangedTable.VOLUME, volume);
    awaitChange(ChangedTable.NODE, worker.incarnation());
    awaitChange(ChangedTable.BACKUP, backup.backupId());
    awaitChange(ChangedTable.TASK, backup.taskId());
    new Backends(database.context()).limit(Fixtures.BACKEND, 3);
    awaitChange(ChangedTable.BACKEND, Fixtures.BACKEND);
  }

  @Test
  void progress_and_renewals_are_no_news() {
    Owner worker = fixtures.worker("busy-" + UUID.randomUUID());
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("busy"), worker);
    settle();
    new RunningTasks(database.context()).progress(backup.taskId(), worker, "read", 100L, 50, 20);
    new RunningTasks(database.context()).position(backup.taskId(), worker, "{}");
    new NodeLeases(database.context()).renew(worker.incarnation(), Duration.ofHours(1));
    new Backends(database.context())
        .report(Fixtures.BACKEND, "storage", "nova", Map.of(), null, null);
    Change last = marker();
    assertThat(seen.changes).containsExactly(last);
  }

  @Test
  void people_and_what_they_set_and_do_are_told_of() {
    Users users = new Users(database.context());
    Tokens tokens = new Tokens(database.context());
    Projects projects = new Projects(database.context());
    UUID project = projects.create("told", "").orElseThrow();
    UUID user = users.create("told", "hash", Role.VIEWER, null).orElseThrow();
    UUID token = tokens.create(user, "told", new byte[] {1}, null).orElseThrow();
    awaitChange(ChangedTable.PROJECT, project);
    awaitChange(ChangedTable.USER_ACCOUNT, user);
    awaitChange(ChangedTable.API_TOKEN, token);
    settle();
    users.signedIn(user);
    awaitChange(ChangedTable.USER_ACCOUNT, user);
    assertThat(tokens.user(new byte[] {1})).isPresent();
    awaitChange(ChangedTable.API_TOKEN, token);
    settle();
    assertThat(tokens.user(new byte[] {1})).isPresent();
    Change last = marker();
    assertThat(seen.changes).as("of a token in use, once a minute").containsExactly(last);
    seen.changes.clear();
    projects.limit(project, 3L, null);
    awaitChange(ChangedTable.PROJECT, project);
    users.changePassword(user, "other");
    awaitChange(ChangedTable.USER_ACCOUNT, user);
    tokens.revoke(user, token);
    awaitChange(ChangedTable.API_TOKEN, token);
    new Settings(database.context()).set(Settings.RECLAIM_EVERY, "P2D");
    awaitChange(ChangedTable.SETTING, Settings.RECLAIM_EVERY);
    new Channels(database.context())
        .set(new Channel(ChannelKind.MAIL, false, Map.of("host", "mail"), null));
    awaitChange(ChangedTable.NOTIFICATION_CHANNEL, ChannelKind.MAIL.value());
    new AuditLog(database.context())
        .add("told", "sign-in", "user", "told", null, Outcome.SUCCEEDED, Map.of());
    patiently()
        .untilAsserted(() ->
            assertThat(seen.changes).anyMatch(change -> change.table() == ChangedTable.AUDIT));
  }

  @Test
  void a_lost_connection_is_made_again_and_everything_counts_as_changed() {
    database
        .context()
        .fetch(
            "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and"
                + " datname = current_database()");
    patiently().until(() -> seen.everything.get() == 2);
    awaitChange(ChangedTable.VOLUME, fixtures.volume("after"));
  }

  @Test
  void what_a_transaction_undid_is_not_told() {
    UUID volume = fixtures.volume("undone");
    settle();
    try {
      database
          .context()
          .transaction(transaction -> {
            new VolumeStates(transaction.dsl()).setInUse(volume, true);
            throw new IllegalStateException("changed my mind");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("changed my mind");
    }
    Change last = marker();
    assertThat(seen.changes).containsExactly(last);
  }

  @Test
  void a_table_that_a_later_version_has_added_is_passed_over() {
    settle();
    database.context().execute("select pg_notify('holdfast_change', 'novelty:1')");
    Change last = marker();
    assertThat(seen.changes).containsExactly(last);
  }

  @Test
  void a_listener_that_fails_is_told_again() {
    AtomicInteger calls = new AtomicInteger();
    ChangeListener failing =
        new ChangeListener() {
          @Override
          public void changed(Set<Change> changes) {
            calls.incrementAndGet();
            throw new IllegalStateException("the listener fails, as the test wants it to");
          }

          @Override
          public void everythingMayHaveChanged() {
            calls.incrementAndGet();
          }
        };
    try (ChangeFeed other = ChangeFeed.start(database.dataSource(), failing)) {
      patiently().until(() -> calls.get() == 1);
      fixtures.volume("one");
      patiently().until(() -> calls.get() >= 2);
      int before = calls.get();
      fixtures.volume("two");
      patiently().until(() -> calls.get() > before);
    }
  }

  /** Waits until everything so far was told, and forgets it. */
  private void settle() {
    marker();
    seen.changes.clear();
  }

  /** A notification of its own: once it is told, everything before it was. */
  private Change marker() {
    Change marker = new Change(ChangedTable.VOLUME, UUID.randomUUID().toString());
    database.context().execute("select pg_notify('holdfast_change', ?)", "volume:" + marker.id());
    patiently().until(() -> seen.changes.contains(marker));
    return marker;
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofMinutes(1));
  }

  private void awaitChange(ChangedTable table, Object id) {
    patiently()
        .untilAsserted(() -> assertThat(seen.changes).contains(new Change(table, id.toString())));
  }
}
