package io.holdfast.volumeservice.packaged;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A network of its own, joined to this machine's by one wire; for root on a machine that can. */
final class NetworkNamespace implements AutoCloseable {

  final String here;
  final String there;
  private final String name;
  private final String wire;

  NetworkNamespace() throws Exception {
    int number = ThreadLocalRandom.current().nextInt(1, 250);
    name = "holdfast-" + number;
    wire = "hf" + number;
    here = "10.213.%d.1".formatted(number);
    there = "10.213.%d.2".formatted(number);
    assumeTrue(run("ip", "netns", "add", name), "network namespaces cannot be made here");
    require("ip", "link", "add", wire, "type", "veth", "peer", "name", "eth0", "netns", name);
    require("ip", "addr", "add", here + "/24", "dev", wire);
    require("ip", "link", "set", wire, "up");
    require("ip", "-n", name, "addr", "add", there + "/24", "dev", "eth0");
    require("ip", "-n", name, "link", "set", "eth0", "up");
    require("ip", "-n", name, "link", "set", "lo", "up");
  }

  /** What to put before a command so that it runs inside. */
  List<String> inside() {
    return List.of("ip", "netns", "exec", name);
  }

  void cut() throws Exception {
    require("ip", "link", "set", wire, "down");
  }

  void mend() throws Exception {
    require("ip", "link", "set", wire, "up");
  }

  private static void require(String... command) throws Exception {
    if (!run(command)) {
      throw new IllegalStateException(String.join(" ", command) + " failed");
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean succeeded = process.waitFor() == 0;
      if (!succeeded) {
        System.err.println(String.join(" ", command) + ": " + said);
      }
      return succeeded;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws Exception {
    require("ip", "netns", "del", name);
  }
}
