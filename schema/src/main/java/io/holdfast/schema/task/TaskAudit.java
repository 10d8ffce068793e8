package io.holdfast.schema.task;

import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The audit entry that a task's end leaves. */
final class TaskAudit {

  private TaskAudit() {}

  static void ended(DSLContext here, Ending task, Outcome outcome, @Nullable String message) {
    Map<String, String> detail = new LinkedHashMap<>();
    detail.put("task", task.taskId().toString());
    if (task.volumeId() != null) {
      detail.put("volume", task.volumeId().toString());
    }
    if (message != null) {
      detail.put("message", message);
    }
    UUID backupId = task.backupId();
    new AuditLog(here)
        .add(
            task.host() == null ? "holdfast" : "worker " + task.host(),
            action(task.kind()),
            backupId == null ? "repository" : "backup",
            backupId == null ? task.repositoryId() : backupId,
            task.projectId(),
            outcome,
            detail);
  }

  private static String action(TaskKind kind) {
    return switch (kind) {
      case BACKUP -> "backup.create";
      case RESTORE -> "backup.restore";
      case DELETE -> "backup.delete";
      case VERIFY -> "backup.verify";
      case RECLAIM -> "repository.reclaim";
      case VERIFY_REPOSITORY -> "repository.verify";
      case REINDEX -> "repository.reindex";
    };
  }
}
