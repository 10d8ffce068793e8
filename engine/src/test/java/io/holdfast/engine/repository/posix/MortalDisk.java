package io.holdfast.engine.repository.posix;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory below which everything stops at its Nth effect, as a killed process would: a file or
 * folder made, a write, a link, a rename, a removal, a force. Keeps account of what was forced, so
 * that power can be lost too.
 *
 * <p>Nothing is forced for real, which would prove nothing here and take long. The lock makes "the
 * Nth" mean something.
 */
public final class MortalDisk extends FilterFiles {
  private final Path directory;
  private final Random random;
  private final Folder root;
  private int left;
  private boolean stopped;

  /**
   * @param directory an empty one of the default file system
   * @param effects that happen before the one that stops; that one happens or not
   */
  public MortalDisk(Path directory, int effects, Random random) {
    this(directory, effects, random, new Folder());
  }

  private MortalDisk(Path directory, int effects, Random random, Folder root) {
    this.directory = directory;
    this.left = effects;
    this.random = random;
    this.root = root;
  }

  /** The directory, seen through this. */
  public Path path() {
    return wrap(directory);
  }

  public synchronized boolean stopped() {
    return stopped;
  }

  /** The next process finds what the killed one left, and is not stopped. */
  public synchronized void restart() {
    stopped = false;
    left = Integer.MAX_VALUE;
  }

  /**
   * What a power loss leaves, in another directory, where nothing is stopped: for certain what was
   * forced. Of the rest some changes of folders, in no order, and files cut short or with zeros.
   */
  public synchronized MortalDisk losePower(Path into) throws IOException {
    return after(into, root.survivors(random));
  }

  /** The same, when nothing is left that was not forced. */
  public synchronized MortalDisk losePowerAtTheWorst(Path into) throws IOException {
    return after(into, root.survivors(null));
  }

  private MortalDisk after(Path into, Folder survivors) throws IOException {
    survivors.write(into);
    return new MortalDisk(into, Integer.MAX_VALUE, random, survivors);
  }

  /** What a folder has, or a file. */
  private sealed interface Node permits Folder, Content {
    Node survivors(@Nullable Random random);

    void write(Path path) throws IOException;
  }

  /** The changes that were not forced are in {@code pending}. */
  private static final class Folder implements Node {
    private final Map<String, Node> now = new TreeMap<>();
    private final Map<String, Node> forced = new TreeMap<>();
    private final List<Consumer<Map<String, Node>>> pending = new ArrayList<>();

    void change(Consumer<Map<String, Node>> change) {
      change.accept(now);
      pending.add(change);
    }

    void force() {
      pending.forEach(change -> change.accept(forced));
      pending.clear();
    }

    @Override
    public Folder survivors(@Nullable Random random) {
      Map<String, Node> entries = new TreeMap<>(forced);
      for (var change : pending) {
        if (random != null && random.nextBoolean()) {
          change.accept(entries);
        }
      }
      var left = new Folder();
      entries.forEach((name, node) -> left.change(all -> all.put(name, node.survivors(random))));
      left.force();
      return left;
    }

    @Override
    public void write(Path path) throws IOException {
      Files.createDirectories(path);
      for (var entry : now.entrySet()) {
        entry.getValue().write(path.resolve(entry.getKey()));
      }
    }
  }

  private static final class Content implements Node {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int forcedBytes;

    @Override
    public Content survivors(@Nullable Random random) {
      byte[] all = written.toByteArray();
      int intact = forcedBytes;
      int length = forcedBytes;
      if (random != null && forcedBytes < all.length) {
        intact = random.nextInt(forcedBytes, all.length);
        length = random.nextInt(intact, all.length + 1);
      }
      var left = new Content();
      left.written.writeBytes(Arrays.copyOf(Arrays.copyOf(all, intact), length));
      left.forcedBytes = length;
      return left;
    }

    @Override
    public void write(Path path) throws IOException {
      Files.write(path, written.toByteArray());
    }
  }

  @FunctionalInterface
  private interface Effect {
    void happen() throws IOException;
  }

  private synchronized void effect(Effect effect) throws IOException {
    check();
    if (left-- > 0) {
      effect.happen();
      return;
    }
    stopped = true;
    if (random.nextBoolean()) {
      effect.happen();
    }
    throw new IOException("The process was killed.");
  }

  private synchronized void check() throws IOException {
    if (stopped) {
      throw new IOException("The process was killed.");
    }
  }

  private Folder folder(Path path) {
    Folder folder = root;
    if (!path.equals(directory)) {
      for (Path part : directory.relativize(path)) {
        folder = (Folder) Objects.requireNonNull(folder.now.get(part.toString()));
      }
    }
    return folder;
  }

  private Folder parent(Path path) {
    return folder(Objects.requireNonNull(path.getParent()));
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private Node node(Path path) {
    return Objects.requireNonNull(parent(path).now.get(name(path)));
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path real = unwrap(path);
    if (!options.contains(WRITE)) {
      check();
      return reading(super.newFileChannel(path, options, attributes), real);
    }
    var content = new Content();
    FileChannel[] channel = new FileChannel[1];
    effect(() -> {
      channel[0] = super.newFileChannel(path, options, attributes);
      parent(real).change(entries -> entries.put(name(real), content));
    });
    return writing(Objects.requireNonNull(channel[0]), content);
  }

  private FileChannel reading(FileChannel channel, Path real) {
    return new FilterChannel(channel) {
      @Override
      public int read(ByteBuffer into, long position) throws IOException {
        check();
        return super.read(into, position);
      }

      @Override
      public void force(boolean metadata) throws IOException {
        effect(() -> folder(real).force());
      }
    };
  }

  private FileChannel writing(FileChannel channel, Content content) {
    return new FilterChannel(channel) {
      @Override
      public int write(ByteBuffer from) throws IOException {
        int bytes = from.remaining();
        // Two effects, so that a write can be stopped in its middle.
        effect(() -> append(from, bytes / 2));
        effect(() -> append(from, from.remaining()));
        return bytes;
      }

      private void append(ByteBuffer from, int bytes) throws IOException {
        byte[] part = new byte[bytes];
        from.get(part);
        content.written.writeBytes(part);
        super.write(ByteBuffer.wrap(part));
      }

      @Override
      public void force(boolean metadata) throws IOException {
        effect(() -> content.forcedBytes = content.written.size());
      }
    };
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    Path real = unwrap(path);
    effect(() -> {
      super.createDirectory(path, attributes);
      var folder = new Folder();
      parent(real).change(entries -> entries.put(name(real), folder));
    });
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    Path real = unwrap(link);
    effect(() -> {
      super.createLink(link, existing);
      Node node = node(unwrap(existing));
      parent(real).change(entries -> entries.put(name(real), node));
    });
  }

  @Override
  public void delete(Path path) throws IOException {
    Path real = unwrap(path);
    effect(() -> {
      super.delete(path);
      parent(real).change(entries -> entries.remove(name(real)));
    });
  }

  /** Within one folder. */
  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    Path from = unwrap(source);
    Path to = unwrap(target);
    effect(() -> {
      super.move(source, target, options);
      Node node = node(from);
      parent(to)
          .change(entries -> {
            entries.remove(name(from));
            entries.put(name(to), node);
          });
    });
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    check();
    return super.newDirectoryStream(folder, filter);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    check();
    super.checkAccess(path, modes);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    check();
    return super.readAttributes(path, type, options);
  }
}
