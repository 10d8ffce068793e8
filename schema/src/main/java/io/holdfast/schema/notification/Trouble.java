package io.holdfast.schema.notification;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong.
 *
 * @param subjectKind what it happened to: {@code task}, {@code volume}, {@code policy}, {@code
 *     worker}, {@code repository} or {@code backup}
 * @param subjectName for a task the name of what it worked on
 * @param detail what else is known, by kind: {@code reason}, {@code task}, {@code protection},
 *     {@code newest}, {@code cause}, {@code refused}, {@code free-bytes}, {@code total-bytes}
 * @param endedAt when it was well again; {@code null}: it is not, as far as anybody knows
 */
public record Trouble(
    UUID id,
    TroubleKind kind,
    String subjectKind,
    String subjectId,
    String subjectName,
    Map<String, String> detail,
    Instant beganAt,
    @Nullable Instant endedAt) {}
