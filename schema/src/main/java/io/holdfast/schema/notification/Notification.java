package io.holdfast.schema.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to people.
 *
 * @param bundleId the troubles that it tells of
 * @param tries how often it was tried
 * @param tryAt while it waits: when it is tried next, at the earliest
 * @param reason why the last try failed
 * @param endedAt when it was sent or given up
 */
public record Notification(
    UUID id,
    ChannelKind channel,
    UUID bundleId,
    NotificationState state,
    int tries,
    Instant tryAt,
    @Nullable String reason,
    Instant createdAt,
    @Nullable Instant endedAt) {}
