package io.holdfast.nbd.server;

import io.holdfast.nbd.NbdExtent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A device in memory, in whose way a test can put something. */
public class MemoryDevice implements ExportDevice {
  private final byte[] content;
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final String context;
  private volatile Obstacle obstacle = () -> {};
  private volatile @Nullable FileChannel file;

  public MemoryDevice(int sizeBytes) {
    this(sizeBytes, "");
  }

  /** With a metadata context that flags each mebibyte with its number. */
  public MemoryDevice(int sizeBytes, String context) {
    this.content = new byte[sizeBytes];
    this.context = context;
  }

  @Override
  public List<String> contexts() {
    return context.isEmpty() ? List.of() : List.of(context);
  }

  @Override
  public List<NbdExtent> extents(String of, long offset, long length, int maxExtents) {
    long end = offset + length;
    return Stream.iterate(offset, at -> at < end, at -> (at | (1 << 20) - 1) + 1)
        .limit(maxExtents)
        .map(
            at -> new NbdExtent(at, Math.min(end, (at | (1 << 20) - 1) + 1) - at, (int) (at >> 20)))
        .toList();
  }

  /** Says from now on that a file holds the content. */
  public void lieIn(FileChannel newFile) {
    file = newFile;
  }

  @Override
  public Optional<FileChannel> file(long offset, long length) {
    calls.incrementAndGet();
    return Optional.ofNullable(file);
  }

  /** What happens in each call before it does anything. */
  public interface Obstacle {
    void pass() throws IOException;
  }

  public void put(Obstacle newObstacle) {
    obstacle = newObstacle;
  }

  /** Calls that run now. */
  public int inside() {
    return inside.get();
  }

  /** Calls that have begun so far. */
  public int calls() {
    return calls.get();
  }

  private interface Access {
    void run();
  }

  private void access(Access access) throws IOException {
    calls.incrementAndGet();
    inside.incrementAndGet();
    try {
      obstacle.pass();
      synchronized (content) {
        access.run();
      }
    } finally {
      inside.decrementAndGet();
    }
  }

  @Override
  public long sizeBytes() {
    return content.length;
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    access(() -> into.put(content, (int) offset, into.remaining()));
  }

  @Override
  public void write(long offset, ByteBuffer from) throws IOException {
    access(() -> from.get(content, (int) offset, from.remaining()));
  }

  @Override
  public void zero(long offset, long length, ZeroMode mode) throws IOException {
    access(() -> java.util.Arrays.fill(content, (int) offset, (int) (offset + length), (byte) 0));
  }

  @Override
  public void trim(long offset, long length) throws IOException {
    access(() -> {});
  }

  @Override
  public void flush() throws IOException {
    access(() -> {});
  }

  @Override
  public List<NbdExtent> extents(long offset, long length, int maxExtents) throws IOException {
    access(() -> {});
    return List.of(NbdExtent.data(offset, length));
  }
}
