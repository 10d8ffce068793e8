package io.holdfast.bench.installation;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.data.Directories;
import io.holdfast.cli.up.AdministratorPassword;
import io.holdfast.cli.up.CommandLineToken;
import io.holdfast.cli.up.Narration;
import io.holdfast.cli.up.Ports;
import io.holdfast.cli.up.Stack;
import io.holdfast.cli.up.StackPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code ./holdfast up} starts, in a directory that goes when this program ends.
 */
public final class Installation {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int FIRST_DATABASE_PORT = 17432;

  private final Path place;
  private final DataDirectory data;
  private final Stack stack;
  private final AdministratorPassword password;

  /**
   * Makes the directory; starts nothing.
   *
   * @param directory in which; else memory
   */
  public Installation(@Nullable Path directory, int workers, Narration narration)
      throws IOException {
    Path base = directory != null ? directory : Files.isWritable(MEMORY) ? MEMORY : Path.of("/tmp");
    place = Files.createTempDirectory(base, "holdfast-bench-");
    data = new DataDirectory(place.resolve("data"));
    data.create();
    Files.createDirectories(data.volumes());
    stack =
        new Stack(
            new StackPlan(
                data,
                LOOPBACK,
                Ports.any(LOOPBACK),
                LOOPBACK,
                Ports.firstFree(LOOPBACK, FIRST_DATABASE_PORT),
                workers),
            narration);
    password = AdministratorPassword.of(data);
    Runtime.getRuntime().addShutdownHook(new Thread(this::leaveNothing));
  }

  /** Where other things that are measured may lie. */
  public Path place() {
    return place;
  }

  /** Images put here become volumes. */
  public Path volumes() {
    return data.volumes();
  }

  /** Where its repository will be seen. */
  public Path repository() {
    return data.repository();
  }

  /** Starts all programs and returns the console's address when they serve. */
  public URI start() throws IOException, InterruptedException {
    return stack.start(password());
  }

  /** The API, as the administrator. */
  public Api api(URI console) throws IOException {
    return new Api(CommandLineToken.renew(data, console, password()));
  }

  /** The administrator's. */
  public String password() {
    return password.value();
  }

  private void leaveNothing() {
    try {
      stack.stop();
      Directories.delete(place);
    } catch (IOException | InterruptedException e) {
      System.err.println("Could not clear away " + place + ": " + e);
    }
  }
}
