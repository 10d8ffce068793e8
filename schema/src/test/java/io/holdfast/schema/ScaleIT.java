package io.holdfast.schema;

import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.overview.OverviewQueries;
import io.holdfast.schema.repository.NewRepository;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.testing.Crowd;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.volume.Protection;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeQueries;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Record2;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists stay quick however long they are. Daily with some thousand rows: the plans are looked at,
 * which do not depend on the machine. With a million backups, the times too:
 *
 * <pre>mvn -pl schema -am verify -Dtest=ScaleIT -Dholdfast.scale=100000</pre>
 */
class ScaleIT {

  /** How many volumes; each has ten backups. */
  static final String SCALE = "holdfast.scale";

  private static final Logger log = LoggerFactory.getLogger(ScaleIT.class);
  private static final Slice PAGE = Slice.first(50);
  private static final Duration QUICK = Duration.ofMillis(300);

  @RegisterExtension static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

  private final DSLContext database = DATABASE.context();

  @BeforeAll
  static void fill() {
    Crowd.fill(DATABASE.context(), Integer.getInteger(SCALE, 2000));
  }

  /** First pages as people ask for them, by name. */
  private Map<String, Consumer<DSLContext>> firstPages() {
    Map<String, Consumer<DSLContext>> pages = new LinkedHashMap<>();
    UUID repository = new Repositories(database).named("large").orElseThrow().id();
    UUID volume = database.select(VOLUME.ID).from(VOLUME).limit(1).fetchSingle().value1();
    for (BackupSort by : BackupSort.values()) {
      backups(pages, "by " + by, BackupFilter.all(), by);
    }
    BackupFilter all = BackupFilter.all();
    backups(pages, "that failed", all.withStatus(BackupStatus.ERROR), BackupSort.CREATED);
    backups(pages, "of a volume", all.ofVolume(volume), BackupSort.CREATED);
    backups(pages, "of a repository", all.inRepository(repository), BackupSort.CREATED);
    backups(pages, "of a worker", all.onHost("worker-1"), BackupSort.DATA_TIMESTAMP);
    Instant now = SchemaDatabase.now(database);
    backups(
        pages,
        "of some days",
        all.holdingFrom(now.minus(Duration.ofDays(9))).holdingUpTo(now.minus(Duration.ofDays(5))),
        BackupSort.DATA_TIMESTAMP);
    pages.put(
        "backups grouped by volume",
        it ->
            new BackupQueries(it)
                .list(all, Order.ascending(BackupSort.VOLUME_NAME), new Slice(99, 51)));
    backups(pages, "by a part of a name", all.withText("me-0001234"), BackupSort.CREATED);
    backups(pages, "by an id", all.withText(String.valueOf(volume)), BackupSort.CREATED);
    for (VolumeSort by : VolumeSort.values()) {
      volumes(pages, "by " + by, VolumeFilter.all(), by);
    }
    volumes(pages, "by a part of a name", VolumeFilter.all().withText("me-0001"), VolumeSort.NAME);
    for (TaskSort by : TaskSort.values()) {
      pages.put(
          "tasks by " + by,
          it -> new TaskQueries(it).list(TaskFilter.all(), Order.descending(by), PAGE));
    }
    TaskFilter any = TaskFilter.all();
    tasks(pages, "that failed", any.inState(TaskState.FAILED));
    tasks(pages, "of a repository", any.inRepository(repository));
    tasks(pages, "of a worker", any.onHost("worker-1"));
    tasks(pages, "of a volume", any.ofVolume(volume));
    return pages;
  }

  private static void backups(
      Map<String, Consumer<DSLContext>> pages, String name, BackupFilter filter, BackupSort by) {
    pages.put(
        "backups " + name, it -> new BackupQueries(it).list(filter, Order.descending(by), PAGE));
  }

  private static void tasks(
      Map<String, Consumer<DSLContext>> pages, String name, TaskFilter filter) {
    pages.put(
        "tasks " + name,
        it -> new TaskQueries(it).list(filter, Order.descending(TaskSort.CREATED), PAGE));
  }

  private static void volumes(
      Map<String, Consumer<DSLContext>> pages, String name, VolumeFilter filter, VolumeSort by) {
    pages.put(
        "volumes " + name, it -> new VolumeQueries(it).list(filter, Order.ascending(by), PAGE));
  }

  @Test
  void no_first_page_reads_or_sorts_a_whole_table() {
    List<String> bad = new ArrayList<>();
    firstPages()
        .forEach((name, page) -> {
          for (String plan : plans(page)) {
            // Where nothing else is possible, it is taken although it is forbidden.
            if (plan.matches("(?s).*Seq Scan on (backup|volume|task)\\b.*")) {
              bad.add(name + " reads everything:\n" + plan);
            }
            if (!name.contains("part of")
                && !name.contains("by PROTECTION")
                && !name.contains("an id")
                && !name.contains("a volume")
                && plan.matches("(?s).*(?<!Incremental )Sort  \\(.*")) {
              bad.add(name + " sorts everything:\n" + plan);
            }
          }
        });
    assertThat(bad).isEmpty();
  }

  @Test
  void figures_over_all_backups_read_none() {
    UUID repository = new Repositories(database).named("large").orElseThrow().id();
    assertThat(plans(it -> new OverviewQueries(it).overview(null)))
        .noneMatch(plan -> plan.matches("(?s).* on backup\\b(?!_).*"));
    assertThat(plans(it -> new Repositories(it).usage(repository)))
        .noneMatch(plan -> plan.matches("(?s).* on backup\\b(?!_).*"));
  }

  /** A repository of which the database's statistics know nothing yet, as on its first night. */
  @Test
  void a_parent_is_looked_for_among_the_volumes_backups_alone() {
    UUID young =
        new Repositories(database)
            .create(new NewRepository("young", "posix", "/young", Map.of(), false, null))
            .orElseThrow();
    database.execute(
        "update backup set repository_id = ? where id in (select id from backup limit 1500)",
        young);
    Record2<UUID, UUID> volume =
        database.select(VOLUME.ID, VOLUME.PROJECT_ID).from(VOLUME).limit(1).fetchSingle();
    NewBackup wanted =
        new NewBackup(
            volume.value2(), volume.value1(), null, "next", "", true, Map.of(), young, null);

    List<String> parent =
        plans(it -> new BackupSubmission(it).create(wanted, Actor.system("scale"))).stream()
            .filter(plan -> plan.contains("LockRows") && plan.contains("on backup"))
            .toList();

    assertThat(parent).isNotEmpty().allSatisfy(plan -> assertThat(plan).contains("backup_volume "));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pages_of_volumes_by_protection_follow_one_another(boolean descending) {
    VolumeQueries volumes = new VolumeQueries(database);
    // As much of a crowd as a thousand volumes are, whatever its size.
    VolumeFilter some = VolumeFilter.all().withText("me-0000");
    Order<VolumeSort> order = new Order<>(VolumeSort.PROTECTION, descending);
    List<Volume> pages = new ArrayList<>();
    for (int at = 0; at < 1100; at += 150) {
      pages.addAll(volumes.list(some, order, new Slice(at, 150)));
    }
    Comparator<Volume> worstFirst =
        Comparator.comparing(Volume::protection)
            .thenComparing(volume -> volume.name().toLowerCase(Locale.ROOT));
    List<Volume> all =
        volumes.list(some, Order.ascending(VolumeSort.CREATED), new Slice(0, 2000)).stream()
            .sorted(descending ? worstFirst.reversed() : worstFirst)
            .toList();
    assertThat(all).hasSize(999).extracting(Volume::protection).contains(Protection.values());
    assertThat(pages).extracting(Volume::name).isEqualTo(all.stream().map(Volume::name).toList());
  }

  /** How the database would do what a page asks it. */
  private List<String> plans(Consumer<DSLContext> page) {
    List<String> statements = new ArrayList<>();
    page.accept(
        database
            .configuration()
            .deriveAppending(
                new ExecuteListener() {
                  @Override
                  public void executeStart(ExecuteContext context) {
                    if (context.query() != null) {
                      statements.add(database.renderInlined(context.query()));
                    }
                  }
                })
            .dsl());
    return database.transactionResult(one -> {
      one.dsl().execute("set local enable_seqscan = off");
      one.dsl().execute("set local enable_bitmapscan = on");
      return statements.stream()
          .map(it -> String.join("\n", one.dsl().fetch("explain " + it).getValues(0, String.class)))
          .toList();
    });
  }

  @Test
  @EnabledIfSystemProperty(named = SCALE, matches = "\\d+")
  void first_pages_come_at_once() {
    Map<String, Consumer<DSLContext>> pages = firstPages();
    pages.put("count of backups", it -> new BackupQueries(it).count(BackupFilter.all()));
    pages.put("count of volumes", it -> new VolumeQueries(it).count(VolumeFilter.all()));
    pages.put("count of tasks", it -> new TaskQueries(it).count(TaskFilter.all()));
    Map<String, Long> slow = new LinkedHashMap<>();
    pages.forEach((name, page) -> {
      long millis = millis(name, page);
      if (millis > QUICK.toMillis()) {
        slow.put(name, millis);
      }
    });
    assertThat(slow).isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(named = SCALE, matches = "\\d+")
  void where_no_volume_wants_a_backup_the_first_page_by_protection_comes_at_once() {
    long millis =
        Rollback.transaction(
            database,
            here -> {
              here.update(POLICY).set(POLICY.FRESH_SINCE, Instant.EPOCH).execute();
              here.update(VOLUME)
                  .set(VOLUME.LAST_INTACT_BACKUP_AT, Clock.transactionStart())
                  .set(VOLUME.PREVIOUS_STATUS, VolumeStatus.AVAILABLE)
                  .execute();
              throw new Rollback(
                  millis(
                      "volumes by protection, all protected",
                      _ ->
                          new VolumeQueries(here)
                              .list(
                                  VolumeFilter.all(),
                                  Order.ascending(VolumeSort.PROTECTION),
                                  PAGE)));
            });
    assertThat(millis).isLessThan(QUICK.toMillis());
  }

  /** These reckon with every row, and take longer: known issues say how long. */
  @Test
  @EnabledIfSystemProperty(named = SCALE, matches = "\\d+")
  void figures_over_everything_are_measured() {
    Map<String, Consumer<DSLContext>> figures = new LinkedHashMap<>();
    figures.put(
        "last page of volumes by protection",
        it ->
            new VolumeQueries(it)
                .list(
                    VolumeFilter.all(),
                    Order.ascending(VolumeSort.PROTECTION),
                    new Slice(new VolumeQueries(it).count(VolumeFilter.all()) - 50, 50)));
    figures.put("overview", it -> new OverviewQueries(it).overview(null));
    figures.put("overview's days", it -> new OverviewQueries(it).days(null, 14));
    figures.forEach(this::millis);
    database.update(POLICY).set(POLICY.ENABLED, false).execute();
    figures.forEach((name, page) -> millis(name + ", without policies", page));
  }

  /** How long the second time takes, as a page that is open asks again and again. */
  private long millis(String name, Consumer<DSLContext> page) {
    page.accept(database);
    long start = System.nanoTime();
    page.accept(database);
    long millis = (System.nanoTime() - start) / 1_000_000;
    log.warn("{} ms: {}", millis, name);
    return millis;
  }
}
