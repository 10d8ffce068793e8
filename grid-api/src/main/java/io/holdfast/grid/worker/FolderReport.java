package io.holdfast.grid.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A part of what a directory holds. */
public final class FolderReport {

  private final ArrayList<FileReport> entries;
  private final int total;

  /**
   * Describes a part.
   *
   * @param total how many entries the directory has in all
   */
  public FolderReport(List<FileReport> entries, int total) {
    this.entries = new ArrayList<>(entries);
    this.total = total;
  }

  public List<FileReport> entries() {
    return Collections.unmodifiableList(entries);
  }

  public int total() {
    return total;
  }

  @Override
  public String toString() {
    return "%d of %d entries".formatted(entries.size(), total);
  }
}
