package io.holdfast.cli.up;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.program.JavaCommand;
import io.holdfast.cli.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is to run, and where it listens.
 *
 * @param data where everything is kept
 * @param consoleAddress address of pages and API
 * @param consolePort port of pages and API
 * @param listen address of database, grid and volume service
 * @param databasePort port of the embedded database
 * @param workers how many
 */
public record StackPlan(
    DataDirectory data,
    String consoleAddress,
    int consolePort,
    String listen,
    int databasePort,
    int workers) {

  public static final String ADMINISTRATOR = "admin";
  public static final String BACKEND = "local";

  private static final String DATABASE_URL = "HOLDFAST_DATABASE_URL";

  ChildPlan console(String administratorPassword) {
    return child(
        "console",
        Program.CONSOLE,
        List.of(
            "--server.address=" + consoleAddress,
            "--server.port=" + consolePort,
            "--holdfast.data=" + data.root(),
            "--holdfast.database.listen-address=" + listen,
            "--holdfast.database.port=" + databasePort,
            "--holdfast.administrator.name=" + ADMINISTRATOR),
        Map.of("HOLDFAST_ADMINISTRATOR_PASSWORD", administratorPassword));
  }

  ChildPlan volumeService(String databaseUrl) {
    String backend = "--holdfast.volume-service.backends." + BACKEND;
    return child(
        "storage",
        Program.VOLUME_SERVICE,
        List.of(
            "--holdfast.grid.host=storage",
            backend + ".type=file",
            backend + ".directory=" + data.volumes(),
            "--holdfast.volume-service.nbd.listen-address=" + listen,
            "--holdfast.volume-service.state=" + data.volumeService()),
        Map.of(DATABASE_URL, databaseUrl));
  }

  ChildPlan worker(int number, String databaseUrl) {
    String name = "worker-" + number;
    return child(
        name,
        Program.WORKER,
        List.of("--holdfast.grid.host=" + name, "--holdfast.worker.state=" + data.workers()),
        Map.of(DATABASE_URL, databaseUrl));
  }

  private ChildPlan child(
      String name, Program program, List<String> settings, Map<String, String> secrets) {
    List<String> all = new ArrayList<>(settings);
    all.add("--holdfast.grid.listen-address=" + listen);
    all.add("--holdfast.grid.work-directory=" + data.ignite(name));
    return new ChildPlan(name, program, JavaCommand.of(program, program.heap(), all), secrets);
  }
}
