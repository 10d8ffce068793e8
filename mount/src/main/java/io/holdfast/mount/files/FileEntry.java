package io.holdfast.mount.files;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a directory.
 *
 * @param inode by which the tools are asked for it
 * @param sizeBytes of a file, -1 when not known yet ({@link FileTree#detailed}); 0 of anything else
 * @param modified when its content changed last; {@code null} when that is not known
 */
public record FileEntry(
    FileName name, long inode, Kind kind, long sizeBytes, @Nullable Instant modified) {
  /** What it is. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    OTHER
  }
}
