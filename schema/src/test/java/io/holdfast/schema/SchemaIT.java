package io.holdfast.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.attachment.AttachmentState;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.identity.Role;
import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.NodeState;
import io.holdfast.schema.notification.ChannelKind;
import io.holdfast.schema.notification.NotificationState;
import io.holdfast.schema.notification.TroubleKind;
import io.holdfast.schema.policy.CoverKind;
import io.holdfast.schema.policy.MissedRuns;
import io.holdfast.schema.policy.RunCause;
import io.holdfast.schema.policy.RunVolumeState;
import io.holdfast.schema.repository.PackKind;
import io.holdfast.schema.repository.PackState;
import io.holdfast.schema.repository.RepositoryState;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.volume.SnapshotStatus;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaIT {

  private static final Pattern LITERAL = Pattern.compile("'([^']*)'::text");

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  @Test
  void every_table_has_a_comment() {
    List<String> bare =
        database
            .context()
            .fetch(
                """
                select relname from pg_class
                where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'flyway_schema_history'
                  and coalesce(obj_description(oid, 'pg_class'), '') = ''
                """)
            .map(row -> row.get(0, String.class));
    assertThat(bare).isEmpty();
  }

  @Test
  void every_foreign_key_that_is_followed_backwards_has_an_index() {
    // project, user_account and node rows are hardly ever removed; the rest would be scanned for
    // each row that goes.
    List<String> bare =
        database
            .context()
            .fetch(
                """
                select conrelid::regclass || '.' || attname from pg_constraint
                  join pg_attribute on attrelid = conrelid and attnum = conkey[1]
                where contype = 'f' and connamespace = 'public'::regnamespace
                  and confrelid not in ('project'::regclass, 'user_account'::regclass, 'node'::regclass, 'backend'::regclass,
                    'snapshot'::regclass, 'repository'::regclass)
                  and not exists (select from pg_index where indrelid = conrelid and indkey[0] = conkey[1])
                """)
            .map(row -> row.get(0, String.class));
    assertThat(bare).isEmpty();
  }

  static Stream<Arguments> states() {
    return Stream.of(
        words(
            "volume",
            Set.of("status", "previous_status"),
            VolumeStatus.values(),
            VolumeStatus::value),
        words("snapshot", Set.of("status"), SnapshotStatus.values(), SnapshotStatus::value),
        words("backup", Set.of("status"), BackupStatus.values(), BackupStatus::value),
        words("task", Set.of("kind"), TaskKind.values(), TaskKind::value),
        words("task", Set.of("state"), TaskState.values(), TaskState::value),
        words("attachment", Set.of("mode"), AttachmentMode.values(), AttachmentMode::value),
        words("attachment", Set.of("state"), AttachmentState.values(), AttachmentState::value),
        words("node", Set.of("role"), NodeRole.values(), NodeRole::value),
        words("node", Set.of("state"), NodeState.values(), NodeState::value),
        words("repository", Set.of("state"), RepositoryState.values(), RepositoryState::value),
        words("pack", Set.of("kind"), PackKind.values(), PackKind::value),
        words("pack", Set.of("state"), PackState.values(), PackState::value),
        words("user_account", Set.of("role"), Role.values(), Role::value),
        words("audit", Set.of("outcome"), Outcome.values(), Outcome::value),
        words("policy", Set.of("covers"), CoverKind.values(), CoverKind::value),
        words("policy", Set.of("missed"), MissedRuns.values(), MissedRuns::value),
        words("policy_run", Set.of("cause"), RunCause.values(), RunCause::value),
        words("policy_run_volume", Set.of("state"), RunVolumeState.values(), RunVolumeState::value),
        words("trouble", Set.of("kind"), TroubleKind.values(), TroubleKind::value),
        words("notification_channel", Set.of("kind"), ChannelKind.values(), ChannelKind::value),
        words(
            "notification", Set.of("state"), NotificationState.values(), NotificationState::value));
  }

  private static <E> Arguments words(
      String table, Set<String> columns, E[] constants, Function<E, String> value) {
    return Arguments.of(
        table,
        columns,
        Arrays.stream(constants).map(value).collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("states")
  void the_database_and_java_know_the_same_words(
      String table, Set<String> columns, Set<String> constants) {
    Set<String> words = new TreeSet<>();
    for (String column : columns) {
      String check =
          String.valueOf(
              database
                  .context()
                  .fetchValue(
                      "select pg_get_constraintdef(oid) from pg_constraint where conname = ?",
                      table + "_" + column + "_check"));
      LITERAL.matcher(check).results().forEach(literal -> words.add(literal.group(1)));
    }
    assertThat(words).isEqualTo(constants);
  }

  @Test
  void every_setting_is_known_and_has_a_first_value() {
    Map<String, String> settings = new Settings(database.context()).all();
    Stream<String> told = Arrays.stream(TroubleKind.values()).map(TroubleKind::setting);
    Stream<String> others =
        Stream.of(
            Settings.REFUSE_DELETE_WITH_DEPENDENTS,
            Settings.PROTECTION_MAXIMUM_AGE,
            Settings.TASK_MAXIMUM_ATTEMPTS,
            Settings.RECLAIM_REWRITE_BYTES,
            Settings.RECLAIM_EVERY,
            Settings.VERIFY_EVERY,
            Settings.RETENTION_TASKS,
            Settings.RETENTION_AUDIT,
            Settings.RETENTION_POLICY_RUNS,
            Settings.RETENTION_NOTIFICATIONS);
    assertThat(settings).containsOnlyKeys(Stream.concat(told, others).collect(Collectors.toList()));
  }

  @Test
  void maps_of_strings_survive_the_database() {
    Map<String, String> odd =
        Map.of("quote\"", "back\\slash", "größe", "10 €", "", "empty", "line", "a\nb");
    assertThat(StringMap.of(StringMap.toJson(odd))).isEqualTo(odd);
  }
}
