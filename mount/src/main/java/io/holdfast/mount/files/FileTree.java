package io.holdfast.mount.files;

import io.holdfast.mount.files.FilesException.Why;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The files of one file system, by their inode numbers. */
public interface FileTree {
  /** The inode of the root directory. */
  long root();

  /** What a directory holds, without itself and its parent, in no order. */
  List<FileEntry> list(long directory) throws IOException;

  /** The same entries with what {@link #list} did not say of them, for a few at once. */
  default List<FileEntry> detailed(List<FileEntry> entries) throws IOException {
    return entries;
  }

  /** Writes out all of a file's content, or fails. */
  void read(FileEntry file, OutputStream to) throws IOException;

  /**
   * The entry at a path of names divided by slashes, as {@link FileName#toString} shows them. Links
   * are not followed, and no name leads upwards.
   */
  default FileEntry find(String path) throws IOException {
    FileEntry found = new FileEntry(FileName.parse("/"), root(), FileEntry.Kind.DIRECTORY, 0, null);
    for (String part : path.split("/")) {
      if (part.isEmpty()) {
        continue;
      }
      if (found.kind() != FileEntry.Kind.DIRECTORY) {
        throw new FilesException(
            Why.NOT_THERE,
            "'%s' in '%s' is no directory (links are not followed).".formatted(found.name(), path));
      }
      FileName wanted = FileName.parse(part);
      found =
          list(found.inode()).stream()
              .filter(entry -> entry.name().equals(wanted))
              .findFirst()
              .orElseThrow(() ->
                  new FilesException(
                      Why.NOT_THERE, "There is no '%s' in '%s'.".formatted(wanted, path)));
    }
    return found;
  }
}
