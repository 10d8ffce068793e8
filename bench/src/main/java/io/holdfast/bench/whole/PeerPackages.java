package io.holdfast.bench.whole;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Debian packages that peers and links need. */
final class PeerPackages {

  private PeerPackages() {}

  /**
   * Installs those that are missing, by {@code bench/peers/install}, which says why it cannot.
   *
   * @return its status: 0 if all are there
   */
  static int install(List<String> names) throws IOException, InterruptedException {
    Path script = Path.of(System.getProperty("holdfast.home", "."), "bench", "peers", "install");
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(names);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
