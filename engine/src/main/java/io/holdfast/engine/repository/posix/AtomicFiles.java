package io.holdfast.engine.repository.posix;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files that appear whole or not at all: written under a temporary name in the same directory, made
 * durable, then given their name, and the directory made durable too.
 */
final class AtomicFiles {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LEFTOVER_END = ".tmp";

  /** The JDK copies heap buffers through a native buffer as large as one write call. */
  private static final int WRITE_BYTES = 256 * 1024;

  private final RepositoryRoot root;

  /** Folders whose own names are durable. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  private volatile boolean linksWork = true;

  AtomicFiles(RepositoryRoot root) {
    this.root = root;
  }

  /** Returns false, and leaves it alone, if the file exists. */
  boolean create(Path file, ByteBuffer content) throws IOException {
    Path folder = folderOf(file);
    ensureFolder(folder);
    if (Files.exists(file)) {
      syncFolder(folder);
      return false;
    }
    Path temporary = writeTemporary(file, content);
    try {
      boolean created = link(file, temporary);
      // Also for a file that was there: whoever made it may have died before this.
      syncFolder(folder);
      return created;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  void replace(Path file, ByteBuffer content) throws IOException {
    Path folder = folderOf(file);
    ensureFolder(folder);
    Path temporary = writeTemporary(file, content);
    try {
      Files.move(temporary, file, ATOMIC_MOVE);
      syncFolder(folder);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  boolean delete(Path file) throws IOException {
    boolean deleted = Files.deleteIfExists(file);
    if (!deleted) {
      root.requireRepository();
    }
    Path folder = folderOf(file);
    if (deleted || Files.isDirectory(folder)) {
      // Also for a file that was gone: whoever removed it may have died before this.
      syncFolder(folder);
    }
    return deleted;
  }

  /**
   * Makes durable what a folder shows, which a writer that died may have left undone. What may not
   * be written, as on a read-only file system, is only looked at.
   */
  static void settle(Path folder) throws IOException {
    if (Files.isWritable(folder)) {
      syncFolder(folder);
    }
  }

  static boolean isLeftover(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && name.endsWith(LEFTOVER_END);
  }

  private static Path writeTemporary(Path file, ByteBuffer content) throws IOException {
    String random = HexFormat.of().toHexDigits(RANDOM.nextLong());
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + random + LEFTOVER_END);
    try (FileChannel channel = FileChannel.open(temporary, CREATE_NEW, WRITE)) {
      ByteBuffer rest = content.duplicate();
      while (rest.hasRemaining()) {
        int length = Math.min(WRITE_BYTES, rest.remaining());
        ByteBuffer slice = rest.slice(rest.position(), length);
        while (slice.hasRemaining()) {
          channel.write(slice);
        }
        rest.position(rest.position() + length);
      }
      channel.force(true);
      return temporary;
    } catch (IOException e) {
      deleteQuietly(temporary, e);
      throw e;
    }
  }

  private static void deleteQuietly(Path temporary, IOException cause) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Gives the file its name unless it is taken. */
  private boolean link(Path file, Path temporary) throws IOException {
    if (linksWork) {
      try {
        Files.createLink(file, temporary);
        return true;
      } catch (FileAlreadyExistsException _) {
        return false;
      } catch (NoSuchFileException e) {
        throw e;
      } catch (UnsupportedOperationException | FileSystemException _) {
        // Some file systems have no hard links. Renaming may then replace a file that appeared this
        // instant, which only a writer of the same object could have made.
        linksWork = false;
      }
    }
    if (Files.exists(file)) {
      return false;
    }
    Files.move(temporary, file, ATOMIC_MOVE);
    return true;
  }

  /**
   * Makes missing folders, durably, but never the root, and never in an empty root: that is what a
   * mount point looks like after its file system went away.
   */
  private void ensureFolder(Path folder) throws IOException {
    if (folder.equals(root.directory())) {
      root.require();
      return;
    }
    boolean exists = Files.isDirectory(folder);
    if (exists && durable.contains(folder)) {
      return;
    }
    if (!exists) {
      root.requireRepository();
    }
    Path parent = folderOf(folder);
    ensureFolder(parent);
    if (!exists) {
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException _) {
        // Another writer was quicker; the sync below is for its folder too.
      }
    }
    // Also for a folder that was there: whoever made it may have died, or not come to this yet.
    syncFolder(parent);
    durable.add(folder);
  }

  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent());
  }
}
