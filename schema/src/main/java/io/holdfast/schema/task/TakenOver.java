package io.holdfast.schema.task;

import java.util.UUID;

/**
 * A task that was taken from an owner that is no more.
 *
 * @param queuedAgain false when somebody had wanted it cancelled: then it is
 */
public record TakenOver(UUID taskId, TaskKind kind, boolean queuedAgain) {}
