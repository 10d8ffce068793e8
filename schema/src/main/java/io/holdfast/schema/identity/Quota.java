package io.holdfast.schema.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a project may hold ({@code null}: without limit) and what it holds. */
public record Quota(
    UUID projectId,
    String projectName,
    @Nullable Long backupsLimit,
    long backupsUsed,
    @Nullable Long backupBytesLimit,
    long backupBytesUsed) {}
