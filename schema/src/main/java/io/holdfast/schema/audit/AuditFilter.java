package io.holdfast.schema.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; {@code null} means any.
 *
 * @param text in the actor, the action, or the subject's id
 */
public record AuditFilter(
    @Nullable UUID projectId,
    @Nullable String actor,
    @Nullable String action,
    @Nullable String subjectKind,
    @Nullable String subjectId,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable String text) {

  public static AuditFilter all() {
    return new AuditFilter(null, null, null, null, null, null, null, null);
  }

  public static AuditFilter ofSubject(String kind, String id) {
    return new AuditFilter(null, null, null, kind, id, null, null, null);
  }

  public AuditFilter inProject(@Nullable UUID project) {
    return new AuditFilter(project, actor, action, subjectKind, subjectId, from, until, text);
  }

  public AuditFilter withText(@Nullable String wanted) {
    return new AuditFilter(projectId, actor, action, subjectKind, subjectId, from, until, wanted);
  }

  /** Only entries from before a moment. */
  public AuditFilter until(Instant end) {
    return new AuditFilter(projectId, actor, action, subjectKind, subjectId, from, end, text);
  }
}
