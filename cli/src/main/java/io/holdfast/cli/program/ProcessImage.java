package io.holdfast.cli.program;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;

/**
 * Replaces this process by another program, as {@code exec} in a shell does. A worker that is run
 * in the foreground thereby is the process that a person or an init system started: it gets every
 * signal itself, even those that cannot be forwarded, and its exit status is the command's.
 */
public final class ProcessImage {

  private static final Linker LINKER = Linker.nativeLinker();

  private ProcessImage() {}

  /** Does not return: the program takes this process's place, or a {@link Failure} says why not. */
  public static void replaceBy(List<String> command, Map<String, String> environment) {
    System.out.flush();
    System.err.flush();
    MemorySegment execve =
        LINKER
            .defaultLookup()
            .find("execve")
            .orElseThrow(() -> new IllegalStateException("the C library has no execve"));
    MethodHandle call =
        LINKER.downcallHandle(
            execve,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS),
            Linker.Option.captureCallState("errno"));
    MemoryLayout state = Linker.Option.captureStateLayout();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(state);
      List<String> variables =
          environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
      int ignored =
          (int)
              call.invokeExact(
                  captured,
                  arena.allocateFrom(command.getFirst()),
                  strings(arena, command),
                  strings(arena, variables));
      int errno = captured.get(ValueLayout.JAVA_INT, state.byteOffset(errnoPath()));
      throw new Failure(
          ExitCode.FAILED,
          "Cannot start " + command.getFirst() + " (error " + errno + ", " + ignored + ").");
    } catch (Failure failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException("execve does not throw", impossible);
    }
  }

  private static MemoryLayout.PathElement errnoPath() {
    return MemoryLayout.PathElement.groupElement("errno");
  }

  /** A null-terminated array of C strings. */
  private static MemorySegment strings(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    array.setAtIndex(ValueLayout.ADDRESS, texts.size(), MemorySegment.NULL);
    return array;
  }
}
