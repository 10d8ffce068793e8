package io.holdfast.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.attachment.NewAttachment;
import io.holdfast.schema.history.CapacityHistory;
import io.holdfast.schema.history.RepositorySpaces;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.identity.Role;
import io.holdfast.schema.identity.Tokens;
import io.holdfast.schema.identity.Users;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.policy.Cover;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.MissedRuns;
import io.holdfast.schema.policy.Policies;
import io.holdfast.schema.policy.PolicyTerms;
import io.holdfast.schema.policy.RunStart;
import io.holdfast.schema.repository.ChunkFrame;
import io.holdfast.schema.repository.ChunkPlaces;
import io.holdfast.schema.repository.PackKind;
import io.holdfast.schema.repository.RecordedSegment;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.repository.Repository;
import io.holdfast.schema.repository.SegmentJournal;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.volume.SnapshotStates;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tries to break every constraint by hand, as somebody with psql or a bug would. */
class ConstraintsIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  /** Constraint, table, and what is set on its rows, each of which was good before. */
  private static final String BAD_CHANGES =
      """
      project_name_check | project | name = ''
      project_description_check | project | description = repeat('x', 4001)
      quota_backups_used_check | quota | backups_used = -1
      backups_within_limit | quota | backups_limit = -1
      quota_backup_bytes_used_check | quota | backup_bytes_used = -1
      backups_within_limit | quota | backups_limit = 1, backups_used = 2
      backup_bytes_within_limit | quota | backup_bytes_limit = 1, backup_bytes_used = 2
      user_account_name_check | user_account | name = repeat('x', 10000)
      user_account_role_check | user_account | role = 'root'
      member_has_project | user_account | role = 'member', project_id = null
      api_token_name_check | api_token | name = ''
      node_host_check | node | host = ''
      node_role_check | node | role = 'spare'
      node_state_check | node | state = 'asleep'
      node_slots_check | node | slots = -1
      closed_has_time | node | state = 'closed'
      closed_has_time | node | closed_at = now()
      backend_name_check | backend | name = ''
      backend_total_bytes_check | backend | total_bytes = -1
      backend_free_bytes_check | backend | free_bytes = -1
      backend_max_running_tasks_check | backend | max_running_tasks = 0
      volume_name_check | volume | name = repeat('x', 256)
      volume_description_check | volume | description = repeat('x', 4001)
      volume_size_bytes_check | volume | size_bytes = 0
      volume_status_check | volume | status = 'lost'
      volume_previous_status_check | volume | status = 'available', previous_status = 'lost'
      passing_has_previous | volume | status = 'backing-up', previous_status = null
      passing_has_previous | volume | status = 'restoring-backup', previous_status = 'backing-up'
      error_has_reason | volume | status = 'error'
      error_has_reason | volume | status = 'error_restoring'
      deleted_has_time | volume | status = 'deleted'
      deleted_has_time | volume | deleted_at = now()
      snapshot_name_check | snapshot | name = repeat('x', 256)
      snapshot_description_check | snapshot | description = repeat('x', 4001)
      snapshot_size_bytes_check | snapshot | size_bytes = 0
      snapshot_status_check | snapshot | status = 'lost'
      error_has_reason | snapshot | status = 'error'
      deleted_has_time | snapshot | status = 'deleted'
      repository_name_check | repository | name = ''
      repository_state_check | repository | state = 'old'
      repository_chunk_size_bytes_check | repository | chunk_size_bytes = 0
      repository_max_running_tasks_check | repository | max_running_tasks = 0
      encrypted_has_passphrase | repository | encrypted = true, passphrase = null
      ready_has_chunk_size | repository | state = 'ready', chunk_size_bytes = null
      unavailable_has_message | repository | state = 'unavailable', message = null
      backup_name_check | backup | name = repeat('x', 256)
      backup_description_check | backup | description = repeat('x', 4001)
      backup_status_check | backup | status = 'lost'
      backup_size_bytes_check | backup | size_bytes = 0
      backup_read_bytes_check | backup | read_bytes = -1
      backup_stored_bytes_check | backup | stored_bytes = -1
      backup_verify_result_check | backup | verified_at = now(), verify_result = 'maybe'
      owner_while_passing | backup | host = null
      owner_while_passing | backup | incarnation = null
      owner_while_passing | backup | status = 'error', fail_reason = 'x'
      restoring_has_target | backup | status = 'restoring', completed_at = now(), read_bytes = 1, stored_bytes = 1
      deleting_has_previous | backup | status = 'deleting'
      deleting_has_previous | backup | status = 'deleting', previous_status = 'restoring'
      error_has_reason | backup | status = 'error', incarnation = null
      available_is_complete | backup | status = 'available', incarnation = null
      incremental_has_parent | backup | incremental = true
      verified_has_result | backup | verified_at = now()
      deleted_has_time | backup | status = 'deleted', incarnation = null
      task_kind_check | task | kind = 'dance'
      task_sample_percent_check | task | sample_percent = 0
      task_sample_percent_check | task | sample_percent = 101
      task_priority_check | task | priority = 0
      task_priority_check | task | priority = 10
      task_state_check | task | state = 'stuck', incarnation = null
      task_attempt_check | task | attempt = -1, state = 'queued', host = null, incarnation = null
      task_max_attempts_check | task | max_attempts = 0
      task_bytes_total_check | task | bytes_total = -1
      task_bytes_done_check | task | bytes_done = -1
      task_bytes_stored_check | task | bytes_stored = -1
      only_running_has_owner | task | incarnation = null
      only_running_has_owner | task | state = 'queued', host = null
      queued_has_no_host | task | state = 'queued', incarnation = null
      running_was_claimed | task | host = null
      running_was_claimed | task | started_at = null
      running_was_claimed | task | attempt = 0
      finished_has_time | task | state = 'succeeded', incarnation = null
      finished_has_time | task | finished_at = now()
      failed_has_message | task | state = 'failed', incarnation = null, finished_at = now()
      kind_has_subject | task | kind = 'reclaim'
      kind_has_subject | task | backup_id = null
      kind_has_subject | task | project_id = null
      kind_has_volume | task | volume_id = null
      kind_has_volume | task | backend = null
      failures_within_attempts | task | failures = max_attempts + 1
      failures_within_attempts | task | failures = -1
      repeated_is_over | task | repeated_by = id
      attachment_mode_check | attachment | mode = 'wo'
      attachment_state_check | attachment | state = 'loose'
      one_source | attachment | snapshot_id = gen_random_uuid()
      one_source | attachment | volume_id = null
      snapshot_read_only | attachment | snapshot_id = gen_random_uuid(), volume_id = null
      attached_has_time | attachment | state = 'attached', attached_at = null
      detached_has_time | attachment | state = 'detached'
      detached_has_time | attachment | detached_at = now()
      backup_segment_ordinal_check | backup_segment | ordinal = -1
      backup_segment_data_bytes_check | backup_segment | data_bytes = -1
      backup_segment_read_bytes_check | backup_segment | read_bytes = -1
      backup_segment_stored_bytes_check | backup_segment | stored_bytes = -1
      pack_kind_check | pack | kind = 'mixed'
      pack_state_check | pack | state = 'undead'
      pack_size_bytes_check | pack | size_bytes = -1
      pack_tombstone_check | pack | tombstone = -1
      tombstoned_was_counted | pack | state = 'tombstoned'
      chunk_offset_bytes_check | chunk | offset_bytes = -1
      chunk_stored_bytes_check | chunk | stored_bytes = 0
      chunk_plain_bytes_check | chunk | plain_bytes = -1
      audit_outcome_check | audit | outcome = 'shrug'
      policy_name_check | policy | name = ''
      policy_missed_check | policy | missed = 'sometimes'
      policy_window_minutes_check | policy | window_minutes = 10081
      policy_jitter_minutes_check | policy | jitter_minutes = -1
      policy_full_every_check | policy | full_every = -1
      policy_max_running_check | policy | max_running = 0
      policy_covers_check | policy | covers = 'some'
      policy_name_pattern_check | policy | name_pattern = ''
      policy_keep_last_check | policy | keep_last = -1
      policy_keep_hourly_check | policy | keep_hourly = -1
      policy_keep_daily_check | policy | keep_daily = -1
      policy_keep_weekly_check | policy | keep_weekly = -1
      policy_keep_monthly_check | policy | keep_monthly = -1
      policy_keep_yearly_check | policy | keep_yearly = 10001
      jitter_within_window | policy | jitter_minutes = window_minutes
      enabled_runs_again | policy | next_run_at = null
      matching_says_what | policy | covers = 'matching'
      policy_run_cause_check | policy_run | cause = 'mood'
      policy_run_missed_check | policy_run | missed = -1
      policy_run_volume_state_check | policy_run_volume | state = 'lost'
      policy_run_volume_tries_check | policy_run_volume | tries = -1
      submitted_has_backup | policy_run_volume | state = 'submitted'
      refused_has_reason | policy_run_volume | state = 'refused'
      trouble_kind_check | trouble | kind = 'bad-luck'
      bundled_is_told | trouble | bundle_id = gen_random_uuid()
      notification_channel_kind_check | notification_channel | kind = 'pigeon'
      notification_state_check | notification | state = 'lost', ended_at = now()
      notification_tries_check | notification | tries = -1
      ended_has_time | notification | state = 'sent'
      given_up_has_reason | notification | state = 'given-up', ended_at = now()
      issuer_with_subject | user_account | issuer = 'https://provider'
      some_way_in | user_account | password_hash = null
      node_read_bytes_check | node | read_bytes = -1
      node_written_bytes_check | node | written_bytes = -1
      repository_space_free_bytes_check | repository_space | free_bytes = -1
      repository_space_total_bytes_check | repository_space | total_bytes = -1
      repository_sample_free_bytes_check | repository_sample | free_bytes = -1
      repository_sample_logical_bytes_check | repository_sample | logical_bytes = -1
      repository_sample_stored_bytes_check | repository_sample | stored_bytes = -1
      throughput_sample_read_bytes_check | throughput_sample | read_bytes = -1
      throughput_sample_seconds_check | throughput_sample | seconds = 0
      throughput_sample_written_bytes_check | throughput_sample | written_bytes = -1
      """;

  @BeforeAll
  static void one_good_row_in_each_table() {
    Fixtures fixtures = new Fixtures(database.context());
    Owner worker = fixtures.worker("worker");
    UUID volume = fixtures.volume("volume");
    new SnapshotStates(database.context()).create(UUID.randomUUID(), volume, "snapshot", "");
    CreateResult.Accepted backup = fixtures.running(volume, worker);
    UUID attachment = UUID.randomUUID();
    new Attachments(database.context())
        .open(
            NewAttachment.ofVolume(
                attachment, backup.taskId(), volume, Fixtures.BACKEND, AttachmentMode.RW),
            worker);
    new Attachments(database.context()).attached(attachment, worker);
    UUID user =
        new Users(database.context())
            .create("user", "hash", Role.VIEWER, Projects.DEFAULT_ID)
            .orElseThrow();
    new Tokens(database.context()).create(user, "token", new byte[32], null);
    Repository repository = new Repositories(database.context()).byDefault().orElseThrow();
    UUID pack = UUID.randomUUID();
    new ChunkPlaces(database.context(), repository.number())
        .add(pack, PackKind.DATA, 100, List.of(new ChunkFrame(new byte[32], 0, 10, 10)));
    new SegmentJournal(database.context(), repository.number(), backup.backupId(), worker)
        .record(List.of(new RecordedSegment(0, new byte[32], 0, 0, 0)), List.of(pack));
    runPolicy();
    database
        .context()
        .execute("select begin_trouble('worker-lost', 'w', 'worker', 'w', 'w', '{}')");
    database
        .context()
        .execute(
            "insert into notification (channel, bundle_id) values ('mail', gen_random_uuid())");
    new RepositorySpaces(database.context()).found(repository.id(), 1000L, 500);
    new CapacityHistory(database.context()).sample();
    database
        .context()
        .execute(
            "insert into throughput_sample (at, seconds, read_bytes, written_bytes,"
                + " total_read_bytes, total_written_bytes) values (now(), 60, 0, 0, 0, 0)");
  }

  private static void runPolicy() {
    Policies policies = new Policies(database.context());
    UUID policy =
        policies
            .create(
                new PolicyTerms(
                    null,
                    "policy",
                    true,
                    "0 2 * * *",
                    "UTC",
                    MissedRuns.REPORT,
                    60,
                    0,
                    0,
                    null,
                    null,
                    Cover.all(),
                    Keep.EVERYTHING),
                Instant.now(),
                Fixtures.ALICE)
            .orElseThrow();
    new RunStart(database.context()).now(policies.find(policy).orElseThrow(), Fixtures.ALICE);
  }

  static Stream<Arguments> badChanges() {
    return BAD_CHANGES
        .lines()
        .map(line -> line.split(" \\| ", 3))
        .map(part -> Arguments.of(part[0], part[1], part[2]));
  }

  @ParameterizedTest
  @MethodSource("badChanges")
  void a_bad_change_is_refused_by_its_constraint(String constraint, String table, String change) {
    assertThat(database.context().fetchCount(DSL.table(DSL.name(table))))
        .as("rows to break in " + table)
        .isPositive();
    assertThatThrownBy(() -> database.context().execute("update " + table + " set " + change))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("relation \"" + table + "\" violates check constraint")
        .hasMessageContaining("\"" + constraint + "\"");
  }

  @Test
  void no_check_constraint_goes_untried() {
    Set<String> tried =
        badChanges()
            .map(arguments -> arguments.get()[1] + "." + arguments.get()[0])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> there =
        new TreeSet<>(
            database
                .context()
                .fetch(
                    """
                    select conrelid::regclass || '.' || conname from pg_constraint
                    where contype = 'c' and connamespace = 'public'::regnamespace
                    """)
                .map(row -> row.get(0, String.class)));
    assertThat(tried).isEqualTo(there);
  }

  static Stream<Arguments> doubles() {
    return Map.of(
            "node_one_per_host",
                "insert into node (id, host, role, state, lease_until) values (gen_random_uuid(),"
                    + " 'worker', 'worker', 'up', now())",
            "repository_one_default",
                "insert into repository (name, driver, location, encrypted, is_default) values"
                    + " ('second', 'posix', '/', false, true)",
            "user_account_name",
                "insert into user_account (name, password_hash, role) values ('USER', '',"
                    + " 'viewer')",
            "api_token_name",
                "insert into api_token (user_id, name, token_hash) select user_id, name, 'x' from"
                    + " api_token",
            "task_one_per_backup",
                "insert into task (kind, project_id, backup_id, repository_id, priority,"
                    + " max_attempts, created_by) select 'delete', project_id, backup_id,"
                    + " repository_id, 5, 5, '' from task",
            "attachment_one_writer",
                "insert into attachment (id, task_id, volume_id, backend, host, incarnation, mode,"
                    + " state) select gen_random_uuid(), task_id, volume_id, backend, host,"
                    + " incarnation, 'rw', 'attaching' from attachment",
            "policy_name",
                "insert into policy (name, cron, time_zone, missed, window_minutes, full_every,"
                    + " covers, next_run_at, created_by) values ('POLICY', '', '', 'report', 1, 0,"
                    + " 'all', now(), '')",
            "policy_run_open",
                "insert into policy_run (policy_id, cause, due_at, until, started_by) select"
                    + " policy_id, 'request', due_at, until, '' from policy_run",
            "project_name_key", "insert into project (name) values ('default')",
            "pack_id_key",
                "insert into pack (id, repository_number, kind, size_bytes) select id,"
                    + " repository_number, kind, 0 from pack")
        .entrySet()
        .stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("doubles")
  void what_there_may_be_only_one_of_is_refused_twice(String index, String statement) {
    assertThatThrownBy(() -> database.context().execute(statement))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("duplicate key value violates unique constraint \"" + index + "\"");
  }

  @Test
  void a_second_verify_or_reclaim_of_the_same_is_refused() {
    String second =
        "insert into task (kind, project_id, backup_id, repository_id, priority, max_attempts,"
            + " created_by) select {0}, case when {0} = 'verify' then project_id end, case when {0}"
            + " = 'verify' then backup_id end, repository_id, 5, 5, '' from task where kind ="
            + " 'backup'";
    for (String kind : List.of("verify", "reclaim", "verify-repository", "reindex")) {
      database.context().execute(second, DSL.inline(kind));
      assertThatThrownBy(() -> database.context().execute(second, DSL.inline(kind)))
          .hasMessageContaining("task_one_" + kind.replaceFirst("-.*", "") + "_per_");
    }
    database.context().execute("delete from task where kind <> 'backup'");
  }
}
