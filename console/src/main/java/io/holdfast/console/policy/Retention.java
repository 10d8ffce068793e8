package io.holdfast.console.policy;

import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.PolicyBackup;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of the backups that a policy made of one volume stay. Going from the newest to the oldest,
 * each rule keeps the newest of each period until it has kept as many as it may; a backup stays
 * when any rule keeps it. What is not kept by a rule stays all the same when it is the newest good
 * one, is being worked on, is held, or others that stay were made on it. Failed backups count for
 * no rule, and go once there is a newer good one. Damaged ones stay as good ones do, but take no
 * place: the rules keep as many intact ones besides.
 */
public final class Retention {

  /** Whether a backup stays, and why. */
  public record Verdict(PolicyBackup backup, boolean stays, List<String> reasons) {}

  /** With the offset, which tells the two hours apart that one is when clocks go back. */
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH'h' (xxx)", Locale.ROOT);

  private final Keep keep;
  private final ZoneId zone;
  private final boolean parentsStay;

  /**
   * Makes the rules.
   *
   * @param zone in which hours, days, weeks (from Monday), months and years are meant
   * @param parentsStay whether what incremental backups were made on stays with them
   */
  public Retention(Keep keep, ZoneId zone, boolean parentsStay) {
    this.keep = keep;
    this.zone = zone;
    this.parentsStay = parentsStay;
  }

  /** Backups of several volumes, those of each in a list of their own. */
  static Collection<List<PolicyBackup>> byVolume(List<PolicyBackup> backups) {
    return backups.stream()
        .collect(
            Collectors.groupingBy(PolicyBackup::volumeId, LinkedHashMap::new, Collectors.toList()))
        .values();
  }

  /** Judges all backups of one volume that a policy made, given in any order; newest first. */
  public List<Verdict> judge(List<PolicyBackup> backups) {
    List<Judged> newestFirst =
        backups.stream()
            .sorted(
                Comparator.comparing(PolicyBackup::moment)
                    .thenComparing(PolicyBackup::id)
                    .reversed())
            .map(backup -> new Judged(backup, new ArrayList<>()))
            .toList();
    List<Judged> good = newestFirst.stream().filter(Judged::isGood).toList();
    List<Judged> intact = good.stream().filter(it -> !it.backup().damaged()).toList();
    if (keep.everything()) {
      newestFirst.forEach(judged -> judged.because("every backup stays"));
    }
    rules(intact);
    if (intact.size() < good.size()) {
      rules(good);
    }
    exceptions(newestFirst, intact.isEmpty() ? null : intact.getFirst());
    if (parentsStay) {
      parents(newestFirst);
    }
    return newestFirst.stream().map(Judged::verdict).toList();
  }

  private void rules(List<Judged> good) {
    good.stream().limit(keep.last()).forEach(it -> it.because("one of the last " + keep.last()));
    periods(good, keep.hourly(), "hour", HOUR::format);
    periods(good, keep.daily(), "day", at -> at.toLocalDate().toString());
    periods(good, keep.weekly(), "week", Retention::week);
    periods(good, keep.monthly(), "month", at -> YearMonth.from(at).toString());
    periods(good, keep.yearly(), "year", at -> String.valueOf(at.getYear()));
  }

  private void periods(
      List<Judged> good, int most, String unit, Function<ZonedDateTime, String> period) {
    Set<String> kept = new HashSet<>();
    for (Judged judged : good) {
      String name = period.apply(judged.backup().moment().atZone(zone));
      if (kept.size() < most && kept.add(name)) {
        judged.because("newest of %s %s".formatted(unit, name));
      }
    }
  }

  /** Weeks begin on Monday and belong to the year of their Thursday. */
  private static String week(ZonedDateTime at) {
    return "%d-W%02d"
        .formatted(at.get(IsoFields.WEEK_BASED_YEAR), at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  private static void exceptions(List<Judged> all, @Nullable Judged newestGood) {
    for (Judged judged : all) {
      PolicyBackup backup = judged.backup();
      if (judged == newestGood) {
        judged.because("the newest good backup");
      }
      if (backup.held()) {
        judged.because("held by somebody");
      }
      switch (backup.status()) {
        case CREATING -> judged.because("being made");
        case RESTORING -> judged.because("being restored");
        case DELETING -> judged.because("being deleted already");
        case ERROR_DELETING -> judged.because("deleting it failed: delete it by hand");
        case ERROR -> {
          if (newestGood == null || newestGood.backup().moment().isBefore(backup.moment())) {
            judged.because("it failed, and there is no newer good one");
          }
        }
        case AVAILABLE, DELETED -> {}
      }
    }
  }

  /** From children to their parents: a child is newer, so one pass from the newest does it. */
  private static void parents(List<Judged> newestFirst) {
    Set<UUID> going = new HashSet<>();
    newestFirst.stream().filter(it -> !it.stays()).forEach(it -> going.add(it.backup().id()));
    for (Judged judged : newestFirst) {
      if (!judged.stays() && !going.containsAll(judged.backup().dependents())) {
        judged.because("incremental backups that stay were made on it");
        going.remove(judged.backup().id());
      }
    }
  }

  /** A backup and why it stays, as far as that is known. */
  private record Judged(PolicyBackup backup, List<String> reasons) {

    void because(String reason) {
      if (!reasons.contains(reason)) {
        reasons.add(reason);
      }
    }

    boolean stays() {
      return !reasons.isEmpty();
    }

    boolean isGood() {
      return backup.status() == BackupStatus.AVAILABLE || backup.status() == BackupStatus.RESTORING;
    }

    Verdict verdict() {
      return stays()
          ? new Verdict(backup, true, List.copyOf(reasons))
          : new Verdict(
              backup,
              false,
              List.of(
                  backup.status() == BackupStatus.ERROR
                      ? "it failed, and a newer one is good"
                      : "no rule keeps it"));
    }
  }
}
