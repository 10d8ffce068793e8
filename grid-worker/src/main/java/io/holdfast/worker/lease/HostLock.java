package io.holdfast.worker.lease;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock of the operating system on a file of this machine, which names the incarnation that holds
 * it. Whoever gets the lock has the proof that the incarnation named in the file is dead, and need
 * not wait for its lease to run out: that makes a restart after a crash quick. Without it (another
 * machine, a directory that cannot be written) the lease alone decides.
 */
public final class HostLock implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HostLock.class);
  private static final int LONGEST_CONTENT = 200;

  private final @Nullable FileChannel channel;
  private final @Nullable UUID before;

  private HostLock(@Nullable FileChannel channel, @Nullable UUID before) {
    this.channel = channel;
    this.before = before;
  }

  /**
   * Takes the lock, if it can be had.
   *
   * @param directory made if it is missing, for this user alone
   * @param grid tells the grids of one machine apart, which may have hosts of the same name
   * @return empty when a live process of this machine holds it
   */
  public static Optional<HostLock> acquire(Path directory, String host, String grid) {
    Path file =
        directory.resolve(
            "worker-%s-%08x.lock"
                .formatted(host.replaceAll("[^A-Za-z0-9._-]", "_"), grid.hashCode()));
    FileChannel channel = null;
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new HostLock(channel, read(channel)));
    } catch (OverlappingFileLockException e) {
      close(channel);
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      close(channel);
      log.warn(
          "No lock can be kept at {}; a restart after a crash waits for the lease reason={}",
          file,
          e.toString());
      return Optional.of(new HostLock(null, null));
    }
  }

  private static @Nullable UUID read(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(LONGEST_CONTENT);
    channel.read(content, 0);
    String text = StandardCharsets.US_ASCII.decode(content.flip()).toString().strip();
    try {
      return text.isEmpty() ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether that incarnation held this lock before, and therefore is dead. */
  public boolean provesDead(UUID incarnation) {
    return incarnation.equals(before);
  }

  /** Names the incarnation that holds the lock from now on, once it is registered. */
  public void hold(UUID incarnation) {
    if (channel == null) {
      return;
    }
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((incarnation + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      log.warn("The lock cannot be written reason={}", e.toString());
    }
  }

  /** Gives the lock back; the file stays. */
  @Override
  public void close() {
    close(channel);
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      log.debug("Closing the lock failed", e);
    }
  }
}
