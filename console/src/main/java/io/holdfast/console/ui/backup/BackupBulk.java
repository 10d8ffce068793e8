package io.holdfast.console.ui.backup;

import com.vaadin.flow.signals.local.ValueSignal;
import io.holdfast.console.backup.BulkBackups;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Bulk;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.BulkDialog;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.SelectionBar;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.backup.Backup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What can be done with many backups at once: delete them, or verify them. */
@Component
class BackupBulk {

  private static final int NAMED_AT_MOST = 10;
  private static final Comparator<Backup> BY_MOMENT = Comparator.comparing(Backup::dataTimestamp);

  /**
   * What deleting would come to.
   *
   * @param bereft the names of volumes that would be left without a backup
   */
  private record Deleting(Bulk<Backup> plan, List<String> bereft) {}

  private final BulkBackups bulk;

  BackupBulk(BulkBackups bulk) {
    this.bulk = bulk;
  }

  SelectionBar bar(RecordGrid<Backup, ?> list, Caller caller, Moments moments) {
    return new SelectionBar(list, BulkBackups.MOST)
        .with(
            "backup.verify",
            Icon.VERIFY,
            ids -> bulk.planVerify(caller, ids),
            plan -> verify(list, caller, moments, plan))
        .with(
            "backup.delete",
            Icon.DELETE,
            ids -> look(caller, ids),
            deleting -> delete(list, caller, moments, deleting));
  }

  private Deleting look(Caller caller, Set<UUID> ids) {
    Bulk<Backup> plan = bulk.planDelete(caller, ids);
    return new Deleting(plan, bulk.volumesOnlyIn(caller, plan.accepted()));
  }

  private void verify(
      RecordGrid<Backup, ?> list, Caller caller, Moments moments, Bulk<Backup> plan) {
    BulkDialog.of(
            "backup.bulk.verify",
            plan,
            List.of(summary(plan, moments)),
            () -> bulk.verify(caller, ids(plan)),
            list::deselectAll)
        .openAt(null);
  }

  private void delete(
      RecordGrid<Backup, ?> list, Caller caller, Moments moments, Deleting deleting) {
    Bulk<Backup> plan = deleting.plan();
    List<com.vaadin.flow.component.Component> summary = new ArrayList<>();
    summary.add(summary(plan, moments));
    if (!deleting.bereft().isEmpty()) {
      summary.add(bereft(deleting.bereft()));
    }
    ActionDialog dialog =
        BulkDialog.of(
            "backup.bulk.delete",
            plan,
            summary,
            () -> bulk.delete(caller, ids(plan)),
            list::deselectAll);
    if (!plan.accepted().isEmpty()) {
      dialog.destructive();
    }
    dialog.openAt(null);
  }

  private static Set<UUID> ids(Bulk<Backup> plan) {
    return plan.accepted().stream().map(Backup::id).collect(Collectors.toSet());
  }

  static Notice bereft(List<String> volumes) {
    String names = volumes.stream().limit(NAMED_AT_MOST).collect(Collectors.joining(", "));
    int more = volumes.size() - NAMED_AT_MOST;
    Notice notice =
        Notice.of(
            Tone.WARNING,
            Texts.of("backup.bulk.bereft", volumes.size()),
            more > 0 ? Texts.of("backup.bulk.bereft.more", names, more) : names);
    notice.setTestId("bereft");
    return notice;
  }

  private static Facts<List<Backup>> summary(Bulk<Backup> plan, Moments moments) {
    Facts<List<Backup>> facts =
        new Facts<>(new ValueSignal<>(plan.accepted()), moments)
            .text(Texts.of("backup.title"), all -> Texts.number(all.size()))
            .size(Texts.of("backup.size"), all -> sum(all, Backup::sizeBytes))
            .size(Texts.of("backup.stored"), all -> sum(all, Backup::storedBytes))
            .text(
                Texts.of("backup.bulk.oldest"),
                all -> exactly(all.stream().min(BY_MOMENT), moments))
            .text(
                Texts.of("backup.bulk.newest"),
                all -> exactly(all.stream().max(BY_MOMENT), moments));
    facts.setTestId("summary");
    return facts;
  }

  private static long sum(List<Backup> backups, Function<Backup, @Nullable Long> bytes) {
    return backups.stream().map(bytes).filter(Objects::nonNull).mapToLong(Long::longValue).sum();
  }

  private static String exactly(Optional<Backup> backup, Moments moments) {
    return backup.map(it -> moments.exactly(it.dataTimestamp())).orElse("");
  }
}
