package io.holdfast.console.policy;

import io.holdfast.schema.policy.Cover;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.MissedRuns;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A policy that somebody wants, as it was typed in. What is {@code null} is as usual.
 *
 * @param projectId whose volumes it covers; {@code null}: those of every project
 * @param cron minute, hour, day of month, month, day of week
 * @param timeZone {@code null}: UTC
 * @param windowMinutes for how long after it is due backups may begin; {@code null}: an hour
 * @param fullEvery 1: each backup is full; n: each n-th; 0: only the first; {@code null}: each 7th
 * @param repositoryId {@code null}: the default one
 * @param maxRunning {@code null}: any number at once
 * @param cover {@code null}: every volume
 * @param keep {@code null}: every backup stays
 */
public record PolicyRequest(
    @Nullable UUID projectId,
    @Nullable String name,
    boolean enabled,
    @Nullable String cron,
    @Nullable String timeZone,
    @Nullable MissedRuns missed,
    @Nullable Integer windowMinutes,
    @Nullable Integer jitterMinutes,
    @Nullable Integer fullEvery,
    @Nullable UUID repositoryId,
    @Nullable Integer maxRunning,
    @Nullable Cover cover,
    @Nullable Keep keep) {}
