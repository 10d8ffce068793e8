package io.holdfast.nbd.file;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A descriptor of a file, for the calls of Linux that Java has none for. A descriptor of its own,
 * since Java shows nobody its numbers; the file position that {@link #seek} moves is therefore
 * nobody else's either.
 */
final class LinuxFile implements AutoCloseable {
  static final int SEEK_DATA = 3;
  static final int SEEK_HOLE = 4;
  static final int KEEP_SIZE = 1;
  static final int PUNCH_HOLE = 2;
  static final int ZERO_RANGE = 16;

  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EIO = 5;
  static final int ENOSPC = 28;
  static final int EDQUOT = 122;

  private static final int O_RDONLY = 0;
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      call(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle LSEEK =
      call("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle FALLOCATE =
      call("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));

  private static final MethodHandle READAHEAD =
      call("readahead", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));

  private final int descriptor;

  private LinuxFile(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Empty when this is no Linux, native calls are not allowed, or the file cannot be opened. */
  static Optional<LinuxFile> open(Path file, boolean writable) {
    if (!System.getProperty("os.name").equals("Linux")) return Optional.empty();
    try (Arena arena = Arena.ofConfined()) {
      int mode = (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC;
      MemorySegment path = arena.allocateFrom(file.toAbsolutePath().toString());
      int descriptor = (int) OPEN.invokeExact(arena.allocate(CALL_STATE), path, mode);
      return descriptor < 0 ? Optional.empty() : Optional.of(new LinuxFile(descriptor));
    } catch (LinkageError | IllegalCallerException e) {
      return Optional.empty();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** By this path the same file can be opened once more, whatever its name points to by now. */
  Path selfPath() {
    return Path.of("/proc/self/fd", Integer.toString(descriptor));
  }

  /** Where the next data or hole begins at or behind an offset, or the negative error number. */
  long seek(long offset, int whence) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long found = (long) LSEEK.invokeExact(state, descriptor, offset, whence);
      return found >= 0 ? found : -(int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Asks for a range to be read into the system's cache; where that cannot be done, nothing is. */
  void readAhead(long offset, long length) {
    try (Arena arena = Arena.ofConfined()) {
      long ignored =
          (long) READAHEAD.invokeExact(arena.allocate(CALL_STATE), descriptor, offset, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Changes how a range is allocated; answers 0 or the error number. */
  int allocate(int mode, long offset, long length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      int errno = EINTR;
      while (errno == EINTR) {
        int result = (int) FALLOCATE.invokeExact(state, descriptor, mode, offset, length);
        errno = result == 0 ? 0 : (int) ERRNO.get(state, 0L);
      }
      return errno;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  @Override
  public void close() {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(arena.allocate(CALL_STATE), descriptor);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static MethodHandle call(String name, FunctionDescriptor type, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = Linker.Option.captureCallState("errno");
    MemorySegment address =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("The C library has no " + name));
    return LINKER.downcallHandle(address, type, all);
  }

  private static IllegalStateException unexpected(Throwable cause) {
    return new IllegalStateException("A call of the C library failed in Java", cause);
  }
}
