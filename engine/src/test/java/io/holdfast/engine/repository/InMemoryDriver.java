package io.holdfast.engine.repository;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** Objects in a map, open to tests that damage them. */
public final class InMemoryDriver implements RepositoryDriver {
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();

  /** The objects themselves; changes are seen by the driver. */
  public Map<String, byte[]> objects() {
    return objects;
  }

  @Override
  public boolean put(String name, ByteBuffer content) {
    return objects.putIfAbsent(ObjectNames.require(name), bytes(content)) == null;
  }

  @Override
  public void replace(String name, ByteBuffer content) {
    objects.put(name, bytes(content));
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public int read(String name, long offsetBytes, ByteBuffer into) {
    byte[] bytes = objects.get(name);
    if (bytes == null) {
      return MISSING;
    }
    int length = (int) Math.clamp(bytes.length - offsetBytes, 0, into.remaining());
    into.put(bytes, (int) Math.min(offsetBytes, bytes.length), length);
    return length;
  }

  @Override
  public OptionalLong size(String name) {
    byte[] bytes = objects.get(name);
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> found) {
    objects.forEach((name, bytes) -> {
      if (name.startsWith(prefix)) {
        found.accept(new StoredObject(name, bytes.length));
      }
    });
  }

  @Override
  public boolean delete(String name) {
    return objects.remove(name) != null;
  }

  @Override
  public void tidy(Duration age) {}

  @Override
  public Space space() {
    return new Space(OptionalLong.empty(), OptionalLong.empty());
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public void close() {}
}
