package io.holdfast.cli.grid;

import io.holdfast.cli.program.Foreground;
import io.holdfast.cli.program.Program;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./holdfast console}. */
@Command(
    name = "console",
    description = {
      "Runs the console in the foreground until Ctrl-C: pages, REST API and dispatcher.",
      "With --spring.datasource.url=… it uses that PostgreSQL, else one of its own in the data"
          + " directory."
    })
public final class ConsoleCommand implements Callable<Integer> {

  @Mixin Foreground program;

  @Option(names = "--data", paramLabel = "DIR", description = "Its data directory; else data/.")
  @Nullable Path data;

  @Option(names = "--port", description = "Port of the pages and the API; else 8080.")
  @Nullable Integer port;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "Address of the pages and the API; else 127.0.0.1.")
  @Nullable String listen;

  @Option(
      names = "--database-listen",
      paramLabel = "ADDRESS",
      description = "Address of its own PostgreSQL and of the grid; else 127.0.0.1.")
  @Nullable String databaseListen;

  @Override
  public Integer call() {
    return program
        .set("holdfast.data", data == null ? null : data.toAbsolutePath().normalize())
        .set("server.port", port)
        .set("server.address", listen)
        .set("holdfast.database.listen-address", databaseListen)
        .set("holdfast.grid.listen-address", databaseListen)
        .become(Program.CONSOLE);
  }
}
