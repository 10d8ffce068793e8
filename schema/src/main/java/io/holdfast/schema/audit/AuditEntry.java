package io.holdfast.schema.audit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit.
 *
 * @param subjectName as it is called now, or was when it was deleted; for a backup its volume's,
 *     and its own in brackets; {@code null} when that is not known
 */
public record AuditEntry(
    long id,
    Instant at,
    String actor,
    String action,
    String subjectKind,
    String subjectId,
    @Nullable String subjectName,
    @Nullable UUID projectId,
    Outcome outcome,
    Map<String, String> detail) {}
