package io.holdfast.console.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.policy.Retention.Verdict;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.PolicyBackup;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionTest {

  private static final UUID VOLUME = UUID.randomUUID();
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Comparator<PolicyBackup> AGE =
      Comparator.comparing(PolicyBackup::moment).thenComparing(PolicyBackup::id);

  @Test
  void what_stays_is_what_the_rules_say_one_by_one_for_any_backups() {
    Random random = new Random(42);
    for (int round = 0; round < 400; round++) {
      List<PolicyBackup> backups = any(random, random.nextInt(60));
      Keep keep = anyKeep(random);
      ZoneId zone = List.of(BERLIN, ZoneId.of("America/St_Johns")).get(random.nextInt(2));
      assertThat(staying(new Retention(keep, zone, false).judge(backups)))
          .as("round %d: %s", round, keep)
          .isEqualTo(expected(backups, keep, zone));
    }
  }

  @Test
  void judging_again_what_stayed_drops_nothing_more() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<PolicyBackup> backups = any(random, 50);
      Retention retention = new Retention(anyKeep(random), BERLIN, false);
      List<PolicyBackup> stayed =
          retention.judge(backups).stream().filter(Verdict::stays).map(Verdict::backup).toList();
      assertThat(retention.judge(stayed)).allMatch(Verdict::stays);
    }
  }

  @Test
  void damaged_backups_stay_as_good_ones_do_and_take_the_place_of_none() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      List<PolicyBackup> all = any(random, 40);
      Set<UUID> damaged =
          all.stream()
              .map(PolicyBackup::id)
              .filter(_ -> random.nextInt(4) == 0)
              .collect(Collectors.toSet());
      Keep keep = anyKeep(random);
      assertThat(
              staying(all.stream().map(it -> damaged.contains(it.id()) ? damaged(it) : it), keep))
          .as("round %d: %s", round, keep)
          .containsAll(staying(all.stream(), keep))
          .containsAll(staying(all.stream().filter(it -> !damaged.contains(it.id())), keep));
    }
  }

  private static Set<UUID> staying(Stream<PolicyBackup> backups, Keep keep) {
    return staying(new Retention(keep, BERLIN, false).judge(backups.toList()));
  }

  private static PolicyBackup damaged(PolicyBackup intact) {
    return new PolicyBackup(
        intact.id(),
        intact.volumeId(),
        intact.volumeName(),
        intact.name(),
        intact.status(),
        true,
        intact.moment(),
        intact.held(),
        intact.dependents());
  }

  @Test
  void the_newest_good_backup_and_what_is_worked_on_or_held_stay_whatever_the_rules() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      List<PolicyBackup> backups = any(random, 30);
      Set<UUID> staying =
          staying(new Retention(new Keep(0, 1, 0, 0, 0, 0), BERLIN, true).judge(backups));
      backups.stream()
          .filter(RetentionTest::good)
          .max(AGE)
          .ifPresent(newest -> assertThat(staying).contains(newest.id()));
      assertThat(
              backups.stream()
                  .filter(it ->
                      it.held()
                          || Set.of(
                                  BackupStatus.CREATING,
                                  BackupStatus.RESTORING,
                                  BackupStatus.DELETING)
                              .contains(it.status()))
                  .map(PolicyBackup::id))
          .allMatch(staying::contains);
    }
  }

  @Test
  void what_incremental_backups_that_stay_were_made_on_stays_when_the_setting_says_so() {
    PolicyBackup third = backup(BackupStatus.AVAILABLE, at("2026-05-03T00:00:00Z"), Set.of());
    PolicyBackup second =
        backup(BackupStatus.AVAILABLE, at("2026-05-02T00:00:00Z"), Set.of(third.id()));
    PolicyBackup first =
        backup(BackupStatus.AVAILABLE, at("2026-05-01T00:00:00Z"), Set.of(second.id()));
    PolicyBackup foreign =
        backup(BackupStatus.AVAILABLE, at("2026-04-01T00:00:00Z"), Set.of(UUID.randomUUID()));
    List<PolicyBackup> all = List.of(first, second, third, foreign);
    Keep one = new Keep(1, 0, 0, 0, 0, 0);
    assertThat(new Retention(one, BERLIN, true).judge(all)).allMatch(Verdict::stays);
    assertThat(staying(new Retention(one, BERLIN, false).judge(all))).containsExactly(third.id());
  }

  @Test
  void failed_backups_count_for_nothing_and_go_when_there_is_a_newer_good_one() {
    PolicyBackup old = backup(BackupStatus.AVAILABLE, at("2026-05-01T00:00:00Z"), Set.of());
    PolicyBackup failedBefore = backup(BackupStatus.ERROR, at("2026-05-02T00:00:00Z"), Set.of());
    PolicyBackup newest = backup(BackupStatus.AVAILABLE, at("2026-05-03T00:00:00Z"), Set.of());
    PolicyBackup failedAfter = backup(BackupStatus.ERROR, at("2026-05-04T00:00:00Z"), Set.of());
    assertThat(
            staying(
                new Retention(new Keep(2, 0, 0, 0, 0, 0), BERLIN, false)
                    .judge(List.of(old, failedBefore, newest, failedAfter))))
        .containsExactlyInAnyOrder(old.id(), newest.id(), failedAfter.id());
  }

  @Test
  void days_are_those_of_the_policys_zone() {
    // Both on 2 May in Berlin, on two days in UTC.
    PolicyBackup first = backup(BackupStatus.AVAILABLE, at("2026-05-01T23:00:00Z"), Set.of());
    PolicyBackup second = backup(BackupStatus.AVAILABLE, at("2026-05-02T01:00:00Z"), Set.of());
    Keep days = new Keep(0, 0, 2, 0, 0, 0);
    List<PolicyBackup> both = List.of(first, second);
    assertThat(staying(new Retention(days, BERLIN, false).judge(both)))
        .containsExactly(second.id());
    assertThat(new Retention(days, ZoneId.of("UTC"), false).judge(both)).allMatch(Verdict::stays);
  }

  @Test
  void both_hours_stay_when_clocks_go_back() {
    List<PolicyBackup> both =
        List.of(
            backup(BackupStatus.AVAILABLE, at("2026-10-25T00:30:00Z"), Set.of()),
            backup(BackupStatus.AVAILABLE, at("2026-10-25T01:30:00Z"), Set.of()));
    assertThat(new Retention(new Keep(0, 2, 0, 0, 0, 0), BERLIN, false).judge(both))
        .allMatch(Verdict::stays);
  }

  /** The rules again, each over all backups at once: the newest of the newest periods. */
  private static Set<UUID> expected(List<PolicyBackup> backups, Keep keep, ZoneId zone) {
    List<PolicyBackup> good = backups.stream().filter(RetentionTest::good).sorted(AGE).toList();
    if (keep.everything()) {
      return backups.stream().map(PolicyBackup::id).collect(Collectors.toSet());
    }
    Set<UUID> stay = new HashSet<>();
    good.reversed().stream().limit(keep.last()).forEach(it -> stay.add(it.id()));
    // Zones are whole hours or half an hour off UTC.
    Duration shift = Duration.ofMinutes(zone.equals(BERLIN) ? 0 : 30);
    newestOf(
        good, keep.hourly(), it -> it.moment().plus(shift).truncatedTo(ChronoUnit.HOURS), stay);
    newestOf(good, keep.daily(), it -> day(it, zone), stay);
    newestOf(
        good,
        keep.weekly(),
        it -> day(it, zone).with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY)),
        stay);
    newestOf(good, keep.monthly(), it -> day(it, zone).withDayOfMonth(1), stay);
    newestOf(good, keep.yearly(), it -> day(it, zone).withDayOfYear(1), stay);
    Instant newest = good.isEmpty() ? Instant.MIN : good.getLast().moment();
    backups.stream()
        .filter(it ->
            it.held()
                || (it.status() == BackupStatus.ERROR && it.moment().isAfter(newest))
                || !Set.of(BackupStatus.AVAILABLE, BackupStatus.ERROR).contains(it.status())
                || (!good.isEmpty() && it.id().equals(good.getLast().id())))
        .forEach(it -> stay.add(it.id()));
    return stay;
  }

  private static LocalDate day(PolicyBackup backup, ZoneId zone) {
    return backup.moment().atZone(zone).toLocalDate();
  }

  private static <P extends Comparable<? super P>> void newestOf(
      List<PolicyBackup> good, int most, Function<PolicyBackup, P> period, Set<UUID> stay) {
    Map<P, PolicyBackup> newest = new TreeMap<>(Comparator.reverseOrder());
    good.forEach(backup -> newest.put(period.apply(backup), backup));
    newest.values().stream().limit(most).forEach(backup -> stay.add(backup.id()));
  }

  private static List<PolicyBackup> any(Random random, int count) {
    List<PolicyBackup> all = new ArrayList<>();
    long[] spread = {3, 30, 300, 2000};
    for (int i = 0; i < count; i++) {
      Instant moment =
          at("2026-11-01T12:00:00Z")
              .minus(
                  Duration.ofMinutes(
                      (long) (random.nextDouble() * 1440 * spread[random.nextInt(4)])));
      BackupStatus status =
          random.nextInt(4) > 0
              ? BackupStatus.AVAILABLE
              : List.of(
                      BackupStatus.ERROR,
                      BackupStatus.CREATING,
                      BackupStatus.RESTORING,
                      BackupStatus.DELETING,
                      BackupStatus.ERROR_DELETING)
                  .get(random.nextInt(5));
      all.add(
          new PolicyBackup(
              new UUID(random.nextLong(), random.nextLong()),
              VOLUME,
              "v",
              "",
              status,
              false,
              moment,
              random.nextInt(20) == 0,
              Set.of()));
    }
    return all;
  }

  private static Keep anyKeep(Random random) {
    int[] some = random.ints(6, 0, 4).toArray();
    return new Keep(some[0], some[1], some[2], some[3], some[4], some[5]);
  }

  private static PolicyBackup backup(BackupStatus status, Instant moment, Set<UUID> dependents) {
    return new PolicyBackup(
        UUID.randomUUID(), VOLUME, "v", "", status, false, moment, false, dependents);
  }

  private static boolean good(PolicyBackup backup) {
    return backup.status() == BackupStatus.AVAILABLE || backup.status() == BackupStatus.RESTORING;
  }

  private static Set<UUID> staying(List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(Verdict::stays)
        .map(verdict -> verdict.backup().id())
        .collect(Collectors.toSet());
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }
}
