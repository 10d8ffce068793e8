package io.holdfast.engine.repository.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.holdfast.engine.repository.ObjectNames;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Visits the files below a folder. Each look at a folder or a file costs a network file system a
 * round trip, so that many are under way at once. What vanishes meanwhile is passed over, once it
 * is sure that not everything has.
 */
final class FolderWalk {
  private static final int AT_ONCE = 16;
  private static final int FILES_PER_LOOK = 16;

  private final RepositoryRoot root;
  private final FolderVisitor folders;
  private final FileVisitor files;
  private final Deque<Callable<Found>> waiting = new ArrayDeque<>();

  private record Entry(Path path, BasicFileAttributes attributes) {}

  /** By a look: at a folder the names in it, at names what they are. */
  private record Found(List<Path> names, List<Entry> entries) {}

  interface FileVisitor {
    void visit(Path file, BasicFileAttributes attributes) throws IOException;
  }

  interface FolderVisitor {
    void visit(Path folder) throws IOException;
  }

  /**
   * @param root asked whether it is still there for whatever has vanished
   * @param folders called for each folder once its names are read, from any thread
   * @param files called for each regular file that a folder named, after that, from the calling
   *     thread
   */
  FolderWalk(RepositoryRoot root, FolderVisitor folders, FileVisitor files) {
    this.root = root;
    this.folders = folders;
    this.files = files;
  }

  void from(Path start) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("folder-walk-", 0).factory());
    try {
      CompletionService<Found> looks = new ExecutorCompletionService<>(threads);
      waiting.add(() -> names(start));
      for (int open = 0; open > 0 || !waiting.isEmpty(); open--) {
        for (; open < 2 * AT_ONCE && !waiting.isEmpty(); open++) {
          // The latest first, so that few wait.
          looks.submit(waiting.removeLast());
        }
        take(looks.take().get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException("unexpected failure", e);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void take(Found found) throws IOException {
    List<Path> names = found.names();
    for (int i = 0; i < names.size(); i += FILES_PER_LOOK) {
      List<Path> some = names.subList(i, Math.min(i + FILES_PER_LOOK, names.size()));
      waiting.add(() -> entries(some));
    }
    for (Entry entry : found.entries()) {
      Path path = entry.path();
      if (entry.attributes().isRegularFile()) {
        files.visit(path, entry.attributes());
      } else if (entry.attributes().isDirectory()
          && ObjectNames.isPart(path.getFileName().toString())) {
        waiting.add(() -> names(path));
      }
    }
  }

  private Found names(Path folder) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(names::add);
    } catch (NoSuchFileException | NotDirectoryException _) {
      root.requireRepository();
      return new Found(List.of(), List.of());
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    folders.visit(folder);
    return new Found(names, List.of());
  }

  /** Of a link those of the file that it leads to, if it does: people move packs elsewhere. */
  private static BasicFileAttributes attributes(Path name) throws IOException {
    var attributes = Files.readAttributes(name, BasicFileAttributes.class, NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink() && Files.isRegularFile(name)) {
      return Files.readAttributes(name, BasicFileAttributes.class);
    }
    return attributes;
  }

  private Found entries(List<Path> names) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path name : names) {
      try {
        entries.add(new Entry(name, attributes(name)));
      } catch (NoSuchFileException _) {
        root.requireRepository();
      }
    }
    return new Found(List.of(), entries);
  }
}
