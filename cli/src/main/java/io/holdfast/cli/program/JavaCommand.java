package io.holdfast.cli.program;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line by which a program's JVM is started. */
public final class JavaCommand {

  /** The JDK that runs this command runs the programs, too. */
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** Environment variable with further options of the programs' JVMs, divided by spaces. */
  public static final String OPTIONS = "HOLDFAST_PROGRAM_JAVA_OPTIONS";

  private static final int FILES_AT_ONCE = 32;

  private JavaCommand() {}

  /**
   * The command for a program.
   *
   * @param heap as for {@code -Xmx}
   * @param arguments of the program; no secrets, since every user of the machine can read them
   */
  public static List<String> of(Program program, String heap, List<String> arguments) {
    Path jar = program.jar();
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    command.add("-Xmx" + heap);
    // G1 gives each buffer of a chunk (1 MiB and a header) two regions of 1 MiB, which doubles what
    // the buffers of a worker take; this collector has no regions, and for small heaps costs less.
    command.add("-XX:+UseParallelGC");
    if (program == Program.WORKER) {
      // Chunks pass through some hundred megabytes of buffers: fewer, larger pages are a twentieth
      // of a backup's or restore's time.
      command.add("-XX:+UseTransparentHugePages");
      // Whoever reads or writes a file holds one of these threads meanwhile, and there are else as
      // many as processors: too few to have many reads on their way to a file system far away.
      command.add("-Djdk.virtualThreadScheduler.parallelism=" + FILES_AT_ONCE);
    }
    // A JVM that ran out of memory is in no state to hold a lease; its supervisor starts a new one.
    command.add("-XX:+ExitOnOutOfMemoryError");
    // Ignite's use of sun.misc.Unsafe is known and warned of at each start without this.
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Djava.awt.headless=true");
    command.addAll(ClassArchive.options(jar));
    // A JVM does not ask for TMPDIR; the launcher did.
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    String more = System.getenv(OPTIONS);
    if (more != null && !more.isBlank()) {
      // The last word of an option counts.
      command.addAll(List.of(more.strip().split("\\s+")));
    }
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
