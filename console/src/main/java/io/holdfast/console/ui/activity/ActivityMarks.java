package io.holdfast.console.ui.activity;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.audit.AuditEntry;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How what was done is put into words. */
final class ActivityMarks {

  /** What can be done, as the audit calls it; each has a text. */
  static final List<String> ACTIONS =
      List.of(
          "backend.limit",
          "backup.browse",
          "backup.create",
          "backup.delete",
          "backup.fetch",
          "backup.hold",
          "backup.mount",
          "backup.release",
          "backup.reset",
          "backup.restore",
          "backup.unmount",
          "backup.verify",
          "notification.change",
          "notification.test",
          "policy.change",
          "policy.create",
          "policy.delete",
          "policy.run",
          "project.change",
          "project.create",
          "project.delete",
          "quota.change",
          "repository.create",
          "repository.limit",
          "repository.make-default",
          "repository.reclaim",
          "repository.reindex",
          "repository.remove",
          "repository.show-passphrase",
          "repository.verify",
          "setting.change",
          "sign-in",
          "sign-in-failed",
          "snapshot.create",
          "snapshot.delete",
          "task.cancel",
          "task.prioritize",
          "task.repeat",
          "token.create",
          "token.revoke",
          "user.change",
          "user.change-password",
          "user.create",
          "user.delete",
          "volume.create",
          "volume.delete",
          "volume.extend",
          "volume.release",
          "volume.reset",
          "volume.use",
          "worker.drain",
          "worker.undrain");

  /** What things are done to. */
  static final List<String> KINDS =
      List.of(
          "backend",
          "backup",
          "channel",
          "policy",
          "project",
          "repository",
          "setting",
          "snapshot",
          "task",
          "token",
          "user",
          "volume",
          "worker");

  /** What is noted of it; each has a text. */
  static final List<String> DETAILS =
      List.of(
          "address",
          "backups",
          "bytes",
          "cause",
          "driver",
          "enabled",
          "from",
          "kind",
          "limit",
          "message",
          "mode",
          "mount",
          "name",
          "project",
          "provider",
          "reason",
          "role",
          "run",
          "status",
          "task",
          "to",
          "value",
          "volume",
          "was",
          "worker");

  /** Those of them that hold sentences or words; the others hold names, ids and numbers. */
  private static final Set<String> SAID =
      Set.of("cause", "enabled", "kind", "message", "mode", "reason", "role", "status", "was");

  private ActivityMarks() {}

  /** The words for an action; the audit's own word for one that has none. */
  static String action(String action) {
    return ACTIONS.contains(action) ? Texts.of("activity.action." + action) : action;
  }

  static String kind(String kind) {
    return KINDS.contains(kind) ? Texts.of("activity.kind." + kind) : kind;
  }

  /** What it was done to: {@code Volume database-1}, its id when no name is known. */
  static String subject(AuditEntry entry) {
    String noted = entry.detail().get("name");
    String name = noted == null || noted.isBlank() ? entry.subjectName() : noted;
    return kind(entry.subjectKind())
        + " "
        + (name == null || name.isBlank() ? entry.subjectId() : name);
  }

  static Mark outcome(AuditEntry entry) {
    Tone tone =
        switch (entry.outcome()) {
          case ACCEPTED -> Tone.WAITING;
          case SUCCEEDED -> Tone.GOOD;
          case REFUSED -> Tone.WARNING;
          case FAILED -> Tone.BAD;
          case CANCELLED -> Tone.QUIET;
        };
    return new Mark(
        tone,
        Texts.of("activity.outcome", entry.outcome()),
        Objects.requireNonNullElse(entry.detail().get("message"), ""));
  }

  /** Where what it was done to is shown; empty when the caller has no such page. */
  static Optional<String> address(AuditEntry entry, Caller caller) {
    String page =
        switch (entry.subjectKind()) {
          case "backup" -> "backups/";
          case "policy" -> "policies/";
          case "project" -> "projects/";
          case "repository" -> caller.seesInstallation() ? "repositories/" : "";
          case "task" -> "tasks/";
          // A sign-in notes the name that was typed in, whether there is such a user or not.
          case "user" ->
              caller.administers() && !entry.action().startsWith("sign-in") ? "people/" : "";
          case "volume" -> "volumes/";
          case "worker" -> caller.seesInstallation() ? "workers/" : "";
          default -> "";
        };
    return page.isEmpty() ? Optional.empty() : Optional.of(page + entry.subjectId());
  }

  /** A label for a detail; one without a text, as {@code max-running}, is {@code Max running}. */
  static String label(String name) {
    if (DETAILS.contains(name)) {
      return Texts.of("activity.detail." + name);
    }
    String words = name.replace('-', ' ');
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** What a detail holds, in the viewer's language as far as it has one. */
  static String value(String name, String value) {
    return SAID.contains(name) ? Sentences.of(value) : value;
  }
}
