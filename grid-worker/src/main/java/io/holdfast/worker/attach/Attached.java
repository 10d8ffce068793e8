package io.holdfast.worker.attach;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A volume or snapshot that is attached. Closing it disconnects and detaches; what cannot be
 * detached now is found by its row later.
 */
public final class Attached<T extends AutoCloseable> implements AutoCloseable {

  private final UUID id;
  private final T volume;
  private final Runnable detach;

  Attached(UUID id, T volume, Runnable detach) {
    this.id = id;
    this.volume = volume;
    this.detach = detach;
  }

  public UUID id() {
    return id;
  }

  /** The open volume, for as long as it is attached. */
  public T volume() {
    return volume;
  }

  @Override
  public void close() {
    disconnect(volume, null);
    detach.run();
  }

  static void disconnect(@Nullable AutoCloseable volume, @Nullable Throwable cause) {
    if (volume == null) {
      return;
    }
    try {
      volume.close();
    } catch (Exception e) {
      IllegalStateException failure =
          new IllegalStateException("closing a connection must not fail", e);
      if (cause == null) {
        throw failure;
      }
      cause.addSuppressed(failure);
    }
  }
}
