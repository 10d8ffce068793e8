package io.holdfast.schema.audit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One entry of the audit. */
public record AuditEntry(
    long id,
    Instant at,
    String actor,
    String action,
    String subjectKind,
    String subjectId,
    @Nullable UUID projectId,
    Outcome outcome,
    Map<String, String> detail) {}
