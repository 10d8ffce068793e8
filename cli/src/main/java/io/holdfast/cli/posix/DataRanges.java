package io.holdfast.cli.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a sparse file has data; everything else in it is holes, which read as zeros. */
public final class DataRanges {

  /**
   * A part of a file.
   *
   * @param offset its first byte
   * @param length at least 1
   */
  public record Range(long offset, long length) {}

  private DataRanges() {}

  /**
   * The ranges with data, in order. A file system that knows no holes gives one range: the file.
   */
  public static List<Range> of(Path path) throws IOException {
    long size = Files.size(path);
    int file = Posix.open(path.toString());
    if (file < 0) {
      throw new IOException("cannot open " + path + ": the system's error " + -file);
    }
    try {
      List<Range> ranges = new ArrayList<>();
      long at = 0;
      while (at < size) {
        long data = Posix.lseek(file, at, Posix.SEEK_DATA);
        if (data == -Posix.ENXIO) {
          break;
        }
        long hole = data < 0 ? -1 : Posix.lseek(file, data, Posix.SEEK_HOLE);
        if (hole < 0) {
          return List.of(new Range(0, size));
        }
        long end = Math.min(hole, size);
        ranges.add(new Range(data, end - data));
        at = end;
      }
      return List.copyOf(ranges);
    } finally {
      Posix.close(file);
    }
  }
}
