package io.holdfast.console.ui.backup;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.FilterBar;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.ui.FilterChoices;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the list of backups is filtered by, and whether it is grouped. */
final class BackupFilters {

  private final FilterBar filters;
  private final ZoneId zone;

  BackupFilters(FilterBar filters, FilterChoices choices, Caller caller, ZoneId zone) {
    this.filters = filters;
    this.zone = zone;
    filters.addSearch("q", Texts.of("backup.search"));
    filters.addChoice(
        "status",
        Texts.of("backup.status"),
        List.of(
            new Choice("", Texts.of("backup.show.all")),
            new Choice("available", Texts.of("backup.status", BackupStatus.AVAILABLE)),
            new Choice("busy", Texts.of("backup.show.busy")),
            new Choice("error", Texts.of("backup.show.error"))));
    choices.volume(filters, caller);
    filters.addChoice(
        "group",
        Texts.of("backup.group"),
        List.of(
            new Choice("", Texts.of("backup.group.none")),
            new Choice("volume", Texts.of("backup.group.volume"))));
    filters.addFurther();
    choices.project(filters, caller);
    choices.repository(filters, caller);
    choices.worker(filters, caller);
    filters.addDay("from", Texts.of("backup.from"));
    filters.addDay("until", Texts.of("backup.until"));
  }

  boolean groupsByVolume() {
    return "volume".equals(filters.value("group"));
  }

  BackupFilter filter() {
    LocalDate until = filters.day("until");
    BackupFilter filter =
        BackupFilter.all()
            .withText(filters.value("q"))
            .ofVolume(filters.id("volume"))
            .inProject(filters.id("project"))
            .inRepository(filters.id("repository"))
            .onHost(filters.value("worker"))
            .holdingFrom(start(filters.day("from")))
            .holdingUpTo(until == null ? null : end(until));
    return switch (Objects.requireNonNullElse(filters.value("status"), "")) {
      case "available" -> filter.withStatus(BackupStatus.AVAILABLE);
      case "busy" ->
          filter.withStatus(BackupStatus.CREATING, BackupStatus.RESTORING, BackupStatus.DELETING);
      case "error" -> filter.withStatus(BackupStatus.ERROR, BackupStatus.ERROR_DELETING);
      default -> filter;
    };
  }

  private @Nullable Instant start(@Nullable LocalDate day) {
    return day == null ? null : day.atStartOfDay(zone).toInstant();
  }

  /** The last moment of a day that the database can tell from the next day. */
  private Instant end(LocalDate day) {
    return day.plusDays(1).atStartOfDay(zone).toInstant().minus(1, ChronoUnit.MICROS);
  }
}
