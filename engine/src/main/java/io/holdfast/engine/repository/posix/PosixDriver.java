package io.holdfast.engine.repository.posix;

import io.holdfast.engine.repository.ObjectNames;
import io.holdfast.engine.repository.RepositoryDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Keeps objects as files of one directory, which must exist. */
public final class PosixDriver implements RepositoryDriver {
  private final Path directory;
  private final RepositoryRoot root;
  private final InstantSource clock;
  private final PosixFailures failures;
  private final AtomicFiles files;
  private final OpenFiles open = new OpenFiles();

  public PosixDriver(Path directory, InstantSource clock) {
    this.directory = directory.toAbsolutePath().normalize();
    this.root = new RepositoryRoot(this.directory);
    this.clock = clock;
    this.failures = new PosixFailures(root);
    this.files = new AtomicFiles(root);
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
      open.forget(path(name));
    } catch (IOException e) {
      throw failures.writing(name, content.remaining(), e);
    }
  }

  @Override
  public int read(String name, long offsetBytes, ByteBuffer into) {
    int start = into.position();
    try {
      return open.read(path(name), offsetBytes, into);
    } catch (NoSuchFileException _) {
      return missing(name, MISSING);
    } catch (IOException _) {
      // What is open may be out of date, as after a server of files was started anew.
      open.forget(path(name));
      return readAgain(name, offsetBytes, into.position(start));
    }
  }

  private int readAgain(String name, long offsetBytes, ByteBuffer into) {
    try {
      return open.read(path(name), offsetBytes, into);
    } catch (NoSuchFileException _) {
      return missing(name, MISSING);
    } catch (IOException e) {
      throw failures.readingObject(name, e);
    }
  }

  @Override
  public OptionalLong size(String name) {
    try {
      return OptionalLong.of(Files.size(path(name)));
    } catch (NoSuchFileException _) {
      return missing(name, OptionalLong.empty());
    } catch (IOException e) {
      throw failures.readingObject(name, e);
    }
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> found) {
    Path start = prefix.isEmpty() ? directory : path(prefix.substring(0, prefix.length() - 1));
    try {
      new FolderWalk(
              root,
              AtomicFiles::settle,
              (file, attributes) -> {
                if (ObjectNames.isPart(file.getFileName().toString())) {
                  String name = directory.relativize(file).toString();
                  found.accept(new StoredObject(name, attributes.size()));
                }
              })
          .from(start);
    } catch (IOException e) {
      throw failures.reading(prefix, e);
    }
  }

  @Override
  public boolean delete(String name) {
    try {
      // Network file systems keep what is open under another name until it is closed.
      open.forget(path(name));
      boolean deleted = files.delete(path(name));
      open.forget(path(name));
      return deleted;
    } catch (IOException e) {
      throw failures.writing(name, 0, e);
    }
  }

  @Override
  public void tidy(Duration age) {
    Instant before = clock.instant().minus(age);
    try {
      new FolderWalk(
              root,
              folder -> {},
              (file, attributes) -> {
                if (AtomicFiles.isLeftover(file)
                    && attributes.lastModifiedTime().toInstant().isBefore(before)) {
                  Files.deleteIfExists(file);
                }
              })
          .from(directory);
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
    // Files close by themselves.
  }

  /** The answer for an object that is not there, once it is sure that only that is not. */
  private <T> T missing(String name, T answer) {
    try {
      if (name.equals(DESCRIPTION) || name.equals(DESCRIPTION_COPY)) {
        root.require();
      } else {
        root.requireRepository();
      }
      return answer;
    } catch (IOException e) {
      throw failures.reading(name, e);
    }
  }

  private Path path(String name) {
    return directory.resolve(ObjectNames.require(name));
  }
}
