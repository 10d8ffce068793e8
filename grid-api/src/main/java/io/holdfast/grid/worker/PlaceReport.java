package io.holdfast.grid.worker;

import org.jspecify.annotations.Nullable;

/** What a worker found where a repository is to be. */
public final class PlaceReport {

  private final @Nullable String problem;
  private final boolean holdsRepository;
  private final long freeBytes;

  private PlaceReport(@Nullable String problem, boolean holdsRepository, long freeBytes) {
    this.problem = problem;
    this.holdsRepository = holdsRepository;
    this.freeBytes = freeBytes;
  }

  /**
   * It can be read and written.
   *
   * @param holdsRepository whether there is one already
   * @param freeBytes room there, or -1 when unknown
   */
  public static PlaceReport usable(boolean holdsRepository, long freeBytes) {
    return new PlaceReport(null, holdsRepository, freeBytes);
  }

  /** It cannot be worked with, for a reason that says what to do. */
  public static PlaceReport unusable(String problem) {
    return new PlaceReport(problem, false, -1);
  }

  /** What is wrong, as a sentence; {@code null}: nothing. */
  public @Nullable String problem() {
    return problem;
  }

  public boolean holdsRepository() {
    return holdsRepository;
  }

  /** Room, or -1 when unknown. */
  public long freeBytes() {
    return freeBytes;
  }

  @Override
  public String toString() {
    return problem == null ? "usable, %d bytes free".formatted(freeBytes) : problem;
  }
}
