package io.holdfast.console.backup;

import io.holdfast.console.task.TaskView;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * A wish that was accepted: what it concerns, and the task that carries it out.
 *
 * @param volume target of a restore; else {@code null}
 */
public record Submitted(Backup backup, @Nullable Volume volume, TaskView task) {}
