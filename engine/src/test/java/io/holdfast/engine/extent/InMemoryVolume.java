package io.holdfast.engine.extent;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/** A volume in an array, whose holes are the pages that are all zeros. */
public final class InMemoryVolume implements VolumeSource, VolumeTarget {
  private static final int PAGE = 4096;

  private final byte[] bytes;
  private final LongAdder readBytes = new LongAdder();
  private final LongAdder writtenBytes = new LongAdder();
  private volatile long failingOffset = -1;

  public InMemoryVolume(byte[] bytes) {
    this.bytes = bytes;
  }

  public static InMemoryVolume ofSize(int sizeBytes) {
    return new InMemoryVolume(new byte[sizeBytes]);
  }

  /** Holes, noise, text and repeats in pieces of all sizes. */
  public static InMemoryVolume random(int sizeBytes, Random random) {
    byte[] bytes = new byte[sizeBytes];
    for (int at = 0; at < sizeBytes; ) {
      int length = Math.min(sizeBytes - at, 1 + random.nextInt(1 << random.nextInt(6, 19)));
      switch (random.nextInt(5)) {
        case 0 -> fillWithNoise(bytes, at, length, random);
        case 1 -> fillWithText(bytes, at, length, random);
        case 2 -> System.arraycopy(bytes, 0, bytes, at, Math.min(length, at));
        default -> {}
      }
      at += length;
    }
    return new InMemoryVolume(bytes);
  }

  private static void fillWithNoise(byte[] bytes, int at, int length, Random random) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    System.arraycopy(noise, 0, bytes, at, length);
  }

  private static void fillWithText(byte[] bytes, int at, int length, Random random) {
    for (int i = at; i < at + length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(4));
    }
  }

  /** A copy with some pieces changed, some of them to zeros. */
  public InMemoryVolume changed(int changes, Random random) {
    var copy = new InMemoryVolume(bytes.clone());
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(bytes.length - at, 1 + random.nextInt(20_000));
      if (random.nextInt(3) == 0) {
        Arrays.fill(copy.bytes, at, at + length, (byte) 0);
      } else {
        fillWithNoise(copy.bytes, at, length, random);
      }
    }
    return copy;
  }

  public byte[] bytes() {
    return bytes;
  }

  public long readBytes() {
    return readBytes.sum();
  }

  public long writtenBytes() {
    return writtenBytes.sum();
  }

  /** Makes reads of this byte fail. */
  public void failAt(long offsetBytes) {
    failingOffset = offsetBytes;
  }

  @Override
  public long sizeBytes() {
    return bytes.length;
  }

  @Override
  public List<Extent> extents(long offsetBytes, long lengthBytes) {
    List<Extent> extents = new ArrayList<>();
    long end = offsetBytes + lengthBytes;
    for (long at = offsetBytes; at < end; ) {
      long next = Math.min(end, (at / PAGE + 1) * PAGE);
      extents.add(
          isZero((int) at, (int) next) ? Extent.zero(at, next - at) : Extent.data(at, next - at));
      at = next;
    }
    return extents;
  }

  private boolean isZero(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void read(long offsetBytes, ByteBuffer into) {
    if (failingOffset >= offsetBytes && failingOffset < offsetBytes + into.remaining()) {
      throw new BackupException(
          FailureKind.RETRYABLE, "The volume could not be read at byte " + failingOffset + ".");
    }
    readBytes.add(into.remaining());
    into.put(bytes, (int) offsetBytes, into.remaining());
  }

  @Override
  public void write(long offsetBytes, ByteBuffer from) {
    writtenBytes.add(from.remaining());
    from.get(bytes, (int) offsetBytes, from.remaining());
  }

  @Override
  public void zero(long offsetBytes, long lengthBytes) {
    Arrays.fill(bytes, (int) offsetBytes, (int) (offsetBytes + lengthBytes), (byte) 0);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
