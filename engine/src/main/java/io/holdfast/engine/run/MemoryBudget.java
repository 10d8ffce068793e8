package io.holdfast.engine.run;

/**
 * How much memory one run may hold in buffers, whatever the volume's size: buffers are taken before
 * a read and given back after the write.
 *
 * @param bytes at least 16 MiB; 128 MiB are enough for full speed on local storage
 */
public record MemoryBudget(long bytes) {
  private static final long MIB = 1024 * 1024;

  public MemoryBudget {
    if (bytes < 16 * MIB) {
      throw new IllegalArgumentException("a memory budget of " + bytes + " bytes is below 16 MiB");
    }
  }

  public static MemoryBudget ofMebibytes(int mebibytes) {
    return new MemoryBudget(mebibytes * MIB);
  }
}
