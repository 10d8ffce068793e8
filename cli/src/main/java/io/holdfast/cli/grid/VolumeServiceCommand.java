package io.holdfast.cli.grid;

import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.program.DatabaseUrl;
import io.holdfast.cli.program.Foreground;
import io.holdfast.cli.program.Program;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./holdfast volume-service --database-url … --backend NAME=DIR}. */
@Command(
    name = "volume-service",
    description = {
      "Runs a volume service in the foreground until Ctrl-C, beside the storage that it offers.",
      "Each backend is a directory of raw images (*.raw, *.img); each image there is a volume."
    })
public final class VolumeServiceCommand implements Callable<Integer> {

  @Mixin Foreground program;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      defaultValue = "${env:HOLDFAST_DATABASE_URL}",
      description =
          "jdbc:postgresql://HOST:PORT/DATABASE?user=…&password=…; else HOLDFAST_DATABASE_URL.")
  @Nullable String databaseUrl;

  @Option(
      names = "--backend",
      paramLabel = "NAME=DIR",
      description = "A directory of images and the name of the backend; may be repeated.")
  @Nullable Map<String, Path> backends;

  @Option(names = "--host", description = "Its name in the grid; else the machine's.")
  @Nullable String host;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description =
          "Where the grid and the workers reach it; else the address that faces the database.")
  @Nullable String listen;

  @Option(names = "--state", paramLabel = "DIR", description = "Where it keeps its TLS key.")
  @Nullable Path state;

  @Override
  public Integer call() {
    if (backends != null) {
      backends.forEach(this::add);
    }
    return program
        .setSecretly("HOLDFAST_DATABASE_URL", DatabaseUrl.checked(databaseUrl))
        .set("holdfast.grid.host", host)
        .set("holdfast.grid.listen-address", listen)
        .set("holdfast.volume-service.nbd.listen-address", listen)
        .set("holdfast.volume-service.state", state == null ? null : state.toAbsolutePath())
        .become(Program.VOLUME_SERVICE);
  }

  private void add(String name, Path directory) {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw Failure.usage(
          "'" + name + "' cannot be a backend's name: use small letters, digits and hyphens.");
    }
    String backend = "holdfast.volume-service.backends." + name;
    program
        .set(backend + ".type", "file")
        .set(backend + ".directory", directory.toAbsolutePath().normalize());
  }
}
