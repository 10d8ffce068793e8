package io.holdfast.console.mount;

import io.holdfast.grid.worker.FileReport;
import io.holdfast.grid.worker.FileSystemReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds at one place.
 *
 * @param fileSystems all that is on the disk, readable or not
 * @param partition whose files these are; {@code null} while there are several to choose from, and
 *     then there are no entries
 * @param entries a part of them, directories first
 * @param total how many there are in all
 */
public record Folder(
    List<FileSystemReport> fileSystems,
    @Nullable Integer partition,
    List<FileReport> entries,
    int total) {}
