package io.holdfast.cli.program;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs that this command starts, each a jar and a JVM of its own. */
public enum Program {
  CONSOLE("console", "console/target/console.jar", "384m"),
  VOLUME_SERVICE("volume service", "volume-service/target/volume-service.jar", "192m"),
  WORKER("worker", "grid-worker/target/grid-worker.jar", "512m"),
  MOUNT("backup reader", "mount/target/mount.jar", "512m");

  private final String label;
  private final String jar;
  private final String heap;

  Program(String label, String jar, String heap) {
    this.label = label;
    this.jar = jar;
    this.heap = heap;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** The heap that it gets unless told otherwise, as for {@code -Xmx}. */
  public String heap() {
    return heap;
  }

  /** The jar to start, a copy of what was built; refuses when nothing was. */
  Path jar() {
    Path path = Path.of(System.getProperty("holdfast.home", "")).resolve(jar).toAbsolutePath();
    if (!Files.isReadable(path)) {
      throw new Failure(
          ExitCode.FAILED,
          "The program of the "
              + label
              + " is missing: "
              + path
              + ". Start ./holdfast without HOLDFAST_NO_BUILD, which builds it.");
    }
    try {
      return ProgramCopy.of(path);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "The program of the "
              + label
              + " cannot be copied out of "
              + path.getParent()
              + ": "
              + Failure.reason(e)
              + ". See that the disk has 200 MB of room and that the directory can be written.",
          e);
    }
  }
}
