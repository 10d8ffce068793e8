package io.holdfast.grid.worker;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An entry of a directory in a backup. */
public final class FileReport {

  /** What it is. */
  public enum Kind {
    DIRECTORY,
    FILE,
    LINK,
    OTHER
  }

  private final String name;
  private final Kind kind;
  private final long sizeBytes;
  private final @Nullable Instant modified;

  /**
   * Describes an entry.
   *
   * @param name with control characters and the like as {@code \xNN} and a backslash as {@code \\};
   *     no slash is in it
   * @param sizeBytes of a file; 0 of anything else
   * @param modified when its content changed last; {@code null} when that is not known
   */
  public FileReport(String name, Kind kind, long sizeBytes, @Nullable Instant modified) {
    this.name = Objects.requireNonNull(name, "name");
    this.kind = Objects.requireNonNull(kind, "kind");
    this.sizeBytes = sizeBytes;
    this.modified = modified;
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  /** When its content changed last; {@code null} when that is not known. */
  public @Nullable Instant modified() {
    return modified;
  }

  @Override
  public String toString() {
    return "%s %s, %d bytes".formatted(kind, name, sizeBytes);
  }
}
