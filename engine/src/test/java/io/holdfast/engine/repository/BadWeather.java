package io.holdfast.engine.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A place far away, seen through another driver: calls fail before they have an effect or after it,
 * reads stop in the middle, threads overtake each other, and listings do not know the latest. Its
 * lock guards what is random and what is recent, never a call.
 */
public final class BadWeather extends FilterDriver {
  /**
   * A listing may miss so many of the latest puts, and still show so many of the latest deletes.
   */
  private static final int RECENT = 6;

  private final Random random;
  private final boolean answersGetLost;
  private final Map<String, Boolean> recent = new LinkedHashMap<>();
  private final Map<String, Long> sizes = new LinkedHashMap<>();

  /**
   * @param answersGetLost whether calls also fail after their effect, and listings are late
   */
  public BadWeather(RepositoryDriver driver, Random random, boolean answersGetLost) {
    super(driver);
    this.random = random;
    this.answersGetLost = answersGetLost;
  }

  @Override
  public boolean put(String name, ByteBuffer content) {
    before();
    int bytes = content.remaining();
    boolean stored = super.put(name, content);
    if (stored) {
      changed(name, bytes, true);
    }
    after();
    return stored;
  }

  @Override
  public void replace(String name, ByteBuffer content) {
    before();
    super.replace(name, content);
    after();
  }

  @Override
  public int read(String name, long offsetBytes, ByteBuffer into) {
    before();
    if (into.remaining() > 1 && happens(20)) {
      ByteBuffer part = into.duplicate().limit(into.position() + into.remaining() / 2);
      super.read(name, offsetBytes, part);
      into.position(part.position());
      throw failure("read in part");
    }
    return super.read(name, offsetBytes, into);
  }

  @Override
  public OptionalLong size(String name) {
    before();
    return super.size(name);
  }

  @Override
  public boolean delete(String name) {
    before();
    OptionalLong bytes = super.size(name);
    boolean deleted = super.delete(name);
    if (deleted) {
      changed(name, bytes.orElse(0), false);
    }
    after();
    return deleted;
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> found) {
    if (!answersGetLost) {
      super.list(prefix, found);
      return;
    }
    before();
    Map<String, Boolean> late = late();
    super.list(
        prefix,
        object -> {
          if (!late.getOrDefault(object.name(), false)) {
            found.accept(object);
          }
        });
    late.forEach((name, put) -> {
      if (!put && name.startsWith(prefix) && super.size(name).isEmpty()) {
        found.accept(new StoredObject(name, size(name, 0)));
      }
    });
    after();
  }

  private synchronized Map<String, Boolean> late() {
    Map<String, Boolean> late = new LinkedHashMap<>(recent);
    late.keySet().removeIf(name -> random.nextBoolean());
    return late;
  }

  private synchronized long size(String name, long otherwise) {
    return sizes.getOrDefault(name, otherwise);
  }

  private synchronized void changed(String name, long bytes, boolean put) {
    recent.remove(name);
    recent.put(name, put);
    sizes.put(name, bytes);
    if (recent.size() > RECENT) {
      recent.remove(recent.keySet().iterator().next());
    }
  }

  private void before() {
    if (happens(10)) {
      Thread.yield();
    }
    if (happens(20)) {
      throw failure("not begun");
    }
  }

  private void after() {
    if (answersGetLost && happens(20)) {
      throw failure("done, but its answer was lost");
    }
  }

  private synchronized boolean happens(int onceIn) {
    return random.nextInt(onceIn) == 0;
  }

  private static BackupException failure(String what) {
    return new BackupException(FailureKind.RETRYABLE, "bad weather: " + what);
  }
}
