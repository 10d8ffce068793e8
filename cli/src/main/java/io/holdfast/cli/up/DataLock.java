package io.holdfast.cli.up;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.data.PrivateFile;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time have a data directory. The kernel holds the lock and takes it back
 * when the process ends, however it ends; the file beside it only says who has it.
 */
final class DataLock implements AutoCloseable {

  private final FileChannel channel;
  private final Path holder;

  private DataLock(FileChannel channel, Path holder) {
    this.channel = channel;
    this.holder = holder;
  }

  /** Takes the lock, or refuses and says who has it. */
  static DataLock take(DataDirectory data) {
    Path holder = data.run().resolve("supervisor");
    try {
      FileChannel channel =
          FileChannel.open(
              data.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new Failure(ExitCode.ALREADY_RUNNING, heldBy(data, holder));
      }
      DataLock lock = new DataLock(channel, holder);
      lock.describe(null);
      return lock;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "Cannot lock the data directory " + data.root() + ": " + Failure.reason(e) + ".",
          e);
    }
  }

  /** Says where the console is that belongs to this lock. */
  void describe(@Nullable String url) throws IOException {
    String text = "process " + ProcessHandle.current().pid() + (url == null ? "" : ", " + url);
    PrivateFile.write(holder, text);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String heldBy(DataDirectory data, Path holder) {
    String who;
    try {
      who = Files.readString(holder).strip();
    } catch (IOException e) {
      who = "a process that has not said its number yet";
    }
    return "Holdfast already runs on %s: %s. Use that one, end it with Ctrl-C where it runs, or start another on other data with --data DIR."
        .formatted(data.root(), who);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(holder);
    channel.close();
  }
}
