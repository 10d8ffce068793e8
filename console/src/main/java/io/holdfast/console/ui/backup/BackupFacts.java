package io.holdfast.console.ui.backup;

import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Pairs;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.backup.Backup;
import org.jspecify.annotations.Nullable;

/** What is known of a backup, as names and values. */
final class BackupFacts {

  private BackupFacts() {}

  static Facts<Backup> what(Signal<Backup> backup, Moments moments) {
    return new Facts<>(backup, moments)
        .mark(Texts.of("backup.status"), BackupMarks::status)
        .mark(Texts.of("backup.verification"), it -> BackupMarks.verification(it, moments))
        .text(Texts.of("backup.kind"), BackupMarks::kind)
        .text(Texts.of("backup.held"), it -> it.held() ? Texts.of("backup.held.more") : null)
        .moment(Texts.of("backup.data-timestamp"), Backup::dataTimestamp)
        .moment(Texts.of("common.created"), Backup::createdAt)
        .moment(Texts.of("backup.completed"), Backup::completedAt)
        .text(Texts.of("volume.description"), Backup::description)
        .text(Texts.of("backup.worker"), Backup::host)
        .text(Texts.of("backup.repository"), Backup::repositoryName)
        .text(Texts.of("volume.project"), Backup::projectName)
        .text(Texts.of("common.metadata"), it -> Pairs.lines(it.metadata()))
        .code(Texts.of("common.id"), it -> it.id().toString());
  }

  static Facts<Backup> sizes(Signal<Backup> backup, Moments moments) {
    return new Facts<>(backup, moments)
        .size(Texts.of("backup.size"), Backup::sizeBytes)
        .size(Texts.of("backup.read"), Backup::readBytes)
        .size(Texts.of("backup.stored"), Backup::storedBytes)
        .text(Texts.of("backup.saved"), BackupFacts::saved);
  }

  private static @Nullable String saved(Backup backup) {
    Long stored = backup.storedBytes();
    return stored == null || backup.sizeBytes() == 0
        ? null
        : Texts.of(
            "backup.saved.text",
            (int) Math.max(0, Math.floor(100 - 100.0 * stored / backup.sizeBytes())),
            Sizes.shortly(Math.max(0, backup.sizeBytes() - stored)));
  }
}
