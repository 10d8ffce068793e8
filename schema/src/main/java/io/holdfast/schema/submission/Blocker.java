package io.holdfast.schema.submission;

import io.holdfast.schema.task.TaskKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The task that stands in the way of a request.
 *
 * @param host that runs it; {@code null} while it is queued
 * @param createdBy who asked for it
 */
public record Blocker(UUID taskId, TaskKind kind, @Nullable String host, String createdBy) {}
