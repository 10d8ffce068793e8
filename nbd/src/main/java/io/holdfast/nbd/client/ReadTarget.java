package io.holdfast.nbd.client;

import io.holdfast.nbd.protocol.ProtocolViolation;
import io.holdfast.nbd.transport.FramedInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the pieces of a read where they belong; they may come in any order, but each byte exactly
 * once.
 */
final class ReadTarget implements ReplyTarget {
  private static final byte[] ZEROES = new byte[64 * 1024];

  private final long offset;
  private final ByteBuffer into;

  /** All before it has arrived. */
  private int arrived;

  /** What has arrived behind that, by start and end. */
  private final TreeMap<Integer, Integer> ahead = new TreeMap<>();

  /** Uses the buffer's remaining range, and never moves its position. */
  ReadTarget(long offset, ByteBuffer into) {
    this.offset = offset;
    this.into = into.slice();
  }

  @Override
  public void data(long from, long length, FramedInput input) throws IOException {
    input.read(claim(from, length));
  }

  @Override
  public void hole(long from, long length) throws ProtocolViolation {
    ByteBuffer zeroed = claim(from, length);
    while (zeroed.hasRemaining())
      zeroed.put(ZEROES, 0, Math.min(ZEROES.length, zeroed.remaining()));
  }

  private ByteBuffer claim(long from, long length) throws ProtocolViolation {
    long start = from - offset;
    if (length < 1 || start < 0 || length > into.capacity() || start > into.capacity() - length) {
      throw new ProtocolViolation("The server answers a read with bytes outside of it");
    }
    int first = (int) start;
    int end = first + (int) length;
    Map.Entry<Integer, Integer> before = ahead.lowerEntry(end);
    if (first < arrived || (before != null && before.getValue() > first)) {
      throw new ProtocolViolation("The server answers a read with the same bytes twice");
    }
    ahead.put(first, end);
    while (!ahead.isEmpty() && ahead.firstKey() == arrived)
      arrived = ahead.pollFirstEntry().getValue();
    return into.slice(first, (int) length);
  }

  @Override
  public void complete() throws ProtocolViolation {
    if (arrived != into.capacity()) {
      throw new ProtocolViolation(
          "The server answers a read of %d bytes without byte %d"
              .formatted(into.capacity(), arrived));
    }
  }
}
