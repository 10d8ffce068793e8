package io.holdfast.cli.data;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one {@code ./holdfast up} keeps.
 *
 * @param root absolute
 */
public record DataDirectory(Path root) {

  public DataDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /** What was given, else {@code HOLDFAST_DATA}, else {@code data} beside the launcher. */
  public static DataDirectory of(@Nullable Path given, Map<String, String> environment) {
    return new DataDirectory(
        Optional.ofNullable(given)
            .or(() -> Optional.ofNullable(environment.get("HOLDFAST_DATA")).map(Path::of))
            .orElseGet(() -> Path.of(System.getProperty("holdfast.home", "")).resolve("data")));
  }

  /** The embedded database. */
  public Path postgres() {
    return root.resolve("postgres");
  }

  /** Images of volumes; whatever is dropped there becomes a volume. */
  public Path volumes() {
    return root.resolve("volumes");
  }

  /** The default repository. */
  public Path repository() {
    return root.resolve("repository");
  }

  /** Passwords, passphrases, tokens; closed to others. */
  public Path secrets() {
    return root.resolve("secrets");
  }

  /** What concerns the processes that run now. */
  public Path run() {
    return root.resolve("run");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** Ignite's files of one process. */
  public Path ignite(String process) {
    return root.resolve("ignite").resolve(process);
  }

  /** Where workers keep their locks. */
  public Path workers() {
    return root.resolve("workers");
  }

  /** What a volume service has to remember between starts. */
  public Path volumeService() {
    return root.resolve("volume-service");
  }

  /** The first administrator's password. */
  public Path administratorPassword() {
    return secrets().resolve("administrator");
  }

  /** Makes what is missing. */
  public void create() {
    try {
      Files.createDirectories(root);
      PrivateFile.directory(secrets());
      PrivateFile.directory(run());
      Files.createDirectories(logs());
      if (!Files.isWritable(root)) {
        throw new IOException("it is not writable");
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new Failure(
          ExitCode.FAILED,
          "Cannot use "
              + root
              + " as data directory: "
              + Failure.reason(e)
              + ". Name another one with --data DIR.",
          e);
    }
  }
}
