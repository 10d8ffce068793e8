package io.holdfast.start;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A network of its own, joined to this machine's by one wire; for root on a machine that can. */
final class NetworkNamespace implements AutoCloseable {

  private final String name;
  private final String here;

  NetworkNamespace() throws IOException, InterruptedException {
    int number = ThreadLocalRandom.current().nextInt(1, 250);
    name = "holdfast-up-" + number;
    here = "10.214.%d.1".formatted(number);
    String wire = "hfu" + number;
    assumeThat(run("ip", "netns", "add", name)).as("network namespaces can be made").isTrue();
    require("ip", "link", "add", wire, "type", "veth", "peer", "name", "eth0", "netns", name);
    require("ip", "addr", "add", here + "/24", "dev", wire);
    require("ip", "link", "set", wire, "up");
    require("ip", "-n", name, "addr", "add", "10.214.%d.2/24".formatted(number), "dev", "eth0");
    require("ip", "-n", name, "link", "set", "eth0", "up");
    require("ip", "-n", name, "link", "set", "lo", "up");
  }

  /** This machine's address on the wire. */
  String here() {
    return here;
  }

  /** What to put before a command so that it runs inside, where this directory looks empty. */
  List<String> insideWithout(String directory) {
    return List.of(
        "ip",
        "netns",
        "exec",
        name,
        "unshare",
        "--mount",
        "sh",
        "-c",
        "mount -t tmpfs none '" + directory + "' && exec \"$@\"",
        "sh");
  }

  private static void require(String... command) throws IOException, InterruptedException {
    if (!run(command)) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    require("ip", "netns", "del", name);
  }
}
