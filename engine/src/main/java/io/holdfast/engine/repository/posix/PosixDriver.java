package io.holdfast.engine.repository.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import io.holdfast.engine.repository.ObjectNames;
import io.holdfast.engine.repository.RepositoryDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Keeps objects as files of one directory, which must exist. */
public final class PosixDriver implements RepositoryDriver {
  private final Path directory;
  private final InstantSource clock;
  private final PosixFailures failures;
  private final AtomicFiles files;

  public PosixDriver(Path directory, InstantSource clock) {
    this.directory = directory.toAbsolutePath().normalize();
    this.clock = clock;
    this.failures = new PosixFailures(this.directory);
    this.files = new AtomicFiles(this.directory);
  }

  @Override
  public boolean put(String name, ByteBuffer content) {
    try {
      return files.create(path(name), content);
    } catch (IOException e) {
      throw failures.writing(name, content.remaining(), e);
    }
  }

  @Override
  public void replace(String name, ByteBuffer content) {
    try {
      files.replace(path(name), content);
    } catch (IOException e) {
      throw failures.writing(name, content.remaining(), e);
    }
  }

  @Override
  public int read(String name, long offsetBytes, ByteBuffer into) {
    try (FileChannel file = FileChannel.open(path(name), READ)) {
      int total = 0;
      while (into.hasRemaining()) {
        int read = file.read(into, offsetBytes + total);
        if (read < 0) {
          break;
        }
        total += read;
      }
      return total;
    } catch (NoSuchFileException e) {
      failures.requireDirectory();
      return MISSING;
    } catch (IOException e) {
      throw failures.reading(name, e);
    }
  }

  @Override
  public OptionalLong size(String name) {
    try {
      return OptionalLong.of(Files.size(path(name)));
    } catch (NoSuchFileException e) {
      failures.requireDirectory();
      return OptionalLong.empty();
    } catch (IOException e) {
      throw failures.reading(name, e);
    }
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> found) {
    failures.requireDirectory();
    Path start = prefix.isEmpty() ? directory : path(prefix.substring(0, prefix.length() - 1));
    try {
      walk(
          start,
          AtomicFiles::settle,
          (file, attributes) -> {
            if (ObjectNames.isPart(file.getFileName().toString())) {
              String name = directory.relativize(file).toString();
              found.accept(new StoredObject(name, attributes.size()));
            }
          });
    } catch (IOException e) {
      throw failures.reading(prefix, e);
    }
  }

  @Override
  public boolean delete(String name) {
    try {
      return files.delete(path(name));
    } catch (IOException e) {
      throw failures.writing(name, 0, e);
    }
  }

  @Override
  public void tidy(Duration age) {
    Instant before = clock.instant().minus(age);
    try {
      walk(
          directory,
          folder -> {},
          (file, attributes) -> {
            if (AtomicFiles.isLeftover(file)
                && attributes.lastModifiedTime().toInstant().isBefore(before)) {
              Files.deleteIfExists(file);
            }
          });
    } catch (IOException e) {
      throw failures.writing("leftovers", 0, e);
    }
  }

  @Override
  public Space space() {
    try {
      var store = Files.getFileStore(directory);
      return new Space(
          OptionalLong.of(store.getTotalSpace()), OptionalLong.of(store.getUsableSpace()));
    } catch (IOException e) {
      throw failures.reading("free space", e);
    }
  }

  @Override
  public String location() {
    return directory.toString();
  }

  @Override
  public void close() {
    // Files are opened for each call.
  }

  private Path path(String name) {
    return directory.resolve(ObjectNames.require(name));
  }

  private interface FileVisitor {
    void visit(Path file, BasicFileAttributes attributes) throws IOException;
  }

  private interface FolderVisitor {
    void visit(Path folder) throws IOException;
  }

  /**
   * Visits the folders, each once its names are read, and then the regular files that they named.
   * What vanishes meanwhile is passed over.
   */
  private static void walk(Path folder, FolderVisitor folders, FileVisitor files)
      throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(names::add);
    } catch (NoSuchFileException | NotDirectoryException _) {
      return;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    folders.visit(folder);
    for (Path name : names) {
      visit(name, folders, files);
    }
  }

  private static void visit(Path entry, FolderVisitor folders, FileVisitor files)
      throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(entry, BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return;
    }
    if (attributes.isRegularFile()) {
      files.visit(entry, attributes);
    } else if (attributes.isDirectory() && ObjectNames.isPart(entry.getFileName().toString())) {
      walk(entry, folders, files);
    }
  }
}
