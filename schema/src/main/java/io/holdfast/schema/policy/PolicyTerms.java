package io.holdfast.schema.policy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people say of a policy. Whether it makes sense is the caller's to check; the database
 * refuses what is out of range.
 *
 * @param projectId whose volumes it covers; {@code null}: those of every project
 * @param cron minute, hour, day of month, month, day of week
 * @param timeZone an id such as {@code Europe/Berlin}, in which the schedule and the periods of
 *     what stays are meant
 * @param windowMinutes for how long after it is due the backups of a run may begin, 1 to 10080
 * @param jitterMinutes over how long the first tries are spread, less than the window
 * @param fullEvery 1: each backup is full; n: each n-th of a volume; 0: only the first
 * @param repositoryId {@code null}: the default one
 * @param maxRunning how many of its backups may be queued or running at once; {@code null}: any
 */
public record PolicyTerms(
    @Nullable UUID projectId,
    String name,
    boolean enabled,
    String cron,
    String timeZone,
    MissedRuns missed,
    int windowMinutes,
    int jitterMinutes,
    int fullEvery,
    @Nullable UUID repositoryId,
    @Nullable Integer maxRunning,
    Cover cover,
    Keep keep) {}
