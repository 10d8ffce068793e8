package io.holdfast.console.database;

import io.holdfast.console.identity.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The console's data directory, held by this process alone for as long as it lives. A second
 * console on the same directory is refused, so whatever an earlier one left running is an orphan.
 */
public final class DataDirectory implements AutoCloseable {

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;
  private final FileChannel lock;

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  static DataDirectory take(Path root) {
    Path file = root.resolve("run/console.lock");
    try {
      Files.createDirectories(root.resolve("run"));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new DatabaseStartException(
            "Another console is running on the data directory %s.".formatted(root),
            "Stop it first, or give this one a directory of its own with"
                + " --holdfast.data=DIRECTORY.");
      }
      return new DataDirectory(root, channel);
    } catch (IOException e) {
      throw new DatabaseStartException(
          "The data directory %s cannot be used: %s".formatted(root, reason(e)),
          "Make it writable for this user, or name another with --holdfast.data=DIRECTORY.",
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException _ -> "permission denied.";
      case java.nio.file.FileAlreadyExistsException _ -> "it, or a part of its path, is a file.";
      default -> String.valueOf(e.getMessage());
    };
  }

  /** A file or directory in it. */
  public Path resolve(String name) {
    return root.resolve(name);
  }

  /** A secret that is kept in a file for this user alone; made when it is not there. */
  public String secret(String name) throws IOException {
    Path directory = root.resolve("secrets");
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory, PRIVATE_DIRECTORY);
    }
    String secret = Secrets.random();
    Path temporary = Files.createTempFile(directory, ".secret", "", PRIVATE_FILE);
    Files.writeString(temporary, secret + "\n");
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    return secret;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlock " + root, e);
    }
  }
}
