package io.holdfast.engine.repository.posix;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Files that are being read, open for a moment longer: many threads read one pack at the same time,
 * and where the directory is mounted from afar, opening a file takes as long as reading from it.
 *
 * <p>A file that was deleted or replaced by another process may be read for that moment as it was.
 */
final class OpenFiles {
  private static final Duration KEPT = Duration.ofSeconds(1);

  /** So many that nobody runs out of open files; further ones are opened for each read. */
  private static final int MOST = 64;

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(KEPT.toMillis(), TimeUnit.MILLISECONDS);

  private final ConcurrentHashMap<Path, Shared> files = new ConcurrentHashMap<>(2 * MOST);

  /**
   * Fills {@code into} from {@code offset} of a file, as far as it goes.
   *
   * @return the number of bytes read
   */
  int read(Path path, long offset, ByteBuffer into) throws IOException {
    int start = into.position();
    while (true) {
      Shared file = take(path);
      try {
        return read(file.channel, offset, into.position(start));
      } catch (ClosedChannelException e) {
        // The interruption of one reader closes the channel for all.
        forget(path);
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
      } finally {
        file.give();
      }
    }
  }

  private static int read(FileChannel file, long offset, ByteBuffer into) throws IOException {
    int total = 0;
    while (into.hasRemaining()) {
      int read = file.read(into, offset + total);
      if (read < 0) {
        break;
      }
      total += read;
      // A question that is free, as opposed to reading behind the end of a file that is far away.
      if (offset + total >= file.size()) {
        break;
      }
    }
    return total;
  }

  /** Reads from the file as it is now from here on. */
  void forget(Path path) {
    Shared file = files.remove(path);
    if (file != null) {
      file.retire();
    }
  }

  private Shared take(Path path) throws IOException {
    try {
      if (files.size() >= MOST && !files.containsKey(path)) {
        return open(path).retired();
      }
      return files.compute(path, (_, known) -> (known == null ? share(path) : known).taken());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Shared share(Path path) {
    Shared file = open(path);
    LATER.execute(() -> {
      files.remove(path, file);
      file.retire();
    });
    return file;
  }

  private static Shared open(Path path) {
    try {
      return new Shared(FileChannel.open(path, READ));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file that is open as long as somebody reads it or it is kept. The object's lock guards it.
   */
  private static final class Shared {
    private final FileChannel channel;
    private int readers;
    private boolean kept = true;

    Shared(FileChannel channel) {
      this.channel = channel;
    }

    synchronized Shared taken() {
      readers++;
      return this;
    }

    /** For one reader, who took it with this. */
    synchronized Shared retired() {
      kept = false;
      return taken();
    }

    synchronized void give() throws IOException {
      readers--;
      closeIfUnused();
    }

    synchronized void retire() {
      kept = false;
      try {
        closeIfUnused();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void closeIfUnused() throws IOException {
      if (!kept && readers == 0) {
        channel.close();
      }
    }
  }
}
