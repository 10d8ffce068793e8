package io.holdfast.mount.files;

/**
 * One entry of a directory.
 *
 * @param inode by which the tools are asked for it
 * @param sizeBytes of a file; 0 of anything else
 */
public record FileEntry(FileName name, long inode, Kind kind, long sizeBytes) {
  /** What it is. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    OTHER
  }
}
