package io.holdfast.chaos.place;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bridge, and for each node a namespace with one interface on it. The harness is at the bridge's
 * own address. Names hold this process's id, so that two runs do not meet and a run that was killed
 * is cleared away by the next one.
 */
public final class Network implements AutoCloseable {

  private static final String PREFIX = "hfc";
  private static final Pattern OWN = Pattern.compile(PREFIX + "([0-9]+)-[a-z0-9]+");
  private static final int LAST_NODE = 250;

  private final String prefix = PREFIX + ProcessHandle.current().pid() + "-";
  private final String bridge = prefix + "br";
  private final String subnet;
  private final Map<String, String> addresses = new LinkedHashMap<>();

  private Network(String subnet) {
    this.subnet = subnet;
  }

  /** Whether this process may make namespaces; else why not. */
  public static String whyNot() {
    try {
      String name = PREFIX + ProcessHandle.current().pid() + "-try";
      Command.run("ip", "netns", "add", name);
      try {
        Command.run("ip", "netns", "exec", name, "iptables", "-S");
      } finally {
        Command.run("ip", "netns", "delete", name);
      }
      return "";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  static Network make(Traces traces) throws IOException, InterruptedException {
    clearAwayKilled();
    long pid = ProcessHandle.current().pid();
    for (int attempt = 0; attempt < 256; attempt++) {
      String subnet = "10.%d.%d.".formatted(64 + (pid + attempt) / 256 % 64, (pid + attempt) % 256);
      if (Command.run("ip", "-4", "route", "show", "root", subnet + "0/24").isBlank()) {
        Network network = new Network(subnet);
        traces.add(network);
        Command.run("ip", "link", "add", network.bridge, "type", "bridge");
        Command.run("ip", "address", "add", network.harness() + "/24", "dev", network.bridge);
        Command.run("ip", "link", "set", network.bridge, "up");
        return network;
      }
    }
    throw new IOException("No network of the form 10.64-127.x.0/24 is free on this machine.");
  }

  private static void clearAwayKilled() throws IOException, InterruptedException {
    String all = Command.run("ip", "netns", "list") + Command.run("ip", "-br", "link");
    Matcher names = OWN.matcher(all);
    while (names.find()) {
      if (ProcessHandle.of(Long.parseLong(names.group(1))).isEmpty()) {
        String kind = names.group().endsWith("-br") ? "link" : "netns";
        try {
          Command.run("ip", kind, "delete", names.group());
        } catch (IOException gone) {
          // An interface ends with its namespace.
        }
      }
    }
  }

  /** The address of the harness, where its gates listen. */
  public String harness() {
    return subnet + "1";
  }

  /** Adds a node and says its address. */
  String add(String node) throws IOException, InterruptedException {
    if (addresses.size() >= LAST_NODE) {
      throw new IllegalStateException("a network of more than " + LAST_NODE + " nodes");
    }
    String address = subnet + (addresses.size() + 2);
    String space = prefix + node;
    Command.run("ip", "netns", "add", space);
    addresses.put(node, address);
    Command.run("ip", "link", "add", space, "type", "veth", "peer", "name", "eth0", "netns", space);
    Command.run("ip", "link", "set", space, "master", bridge, "up");
    inside(node, "ip", "link", "set", "lo", "up");
    inside(node, "ip", "address", "add", address + "/24", "dev", "eth0");
    inside(node, "ip", "link", "set", "eth0", "up");
    return address;
  }

  public String address(String node) {
    String address = addresses.get(node);
    if (address == null) {
      throw new IllegalArgumentException("no node " + node);
    }
    return address;
  }

  /** What a command begins with that is to run in the node's namespace. */
  List<String> entering(String node) {
    return List.of("ip", "netns", "exec", prefix + node);
  }

  /** The same for a command whose mounts everybody is to see. */
  List<String> enteringLinksOnly(String node) {
    return List.of("nsenter", "--net=/run/netns/" + prefix + node);
  }

  /** Drops whatever goes between the node and this port of the harness, without a word. */
  public void cutFromHarness(String node, int port) throws IOException, InterruptedException {
    drop(node, "OUTPUT", "-p", "tcp", "-d", harness(), "--dport", Integer.toString(port));
    drop(node, "INPUT", "-p", "tcp", "-s", harness(), "--sport", Integer.toString(port));
  }

  /** Drops whatever goes between the node and the other one. */
  public void cutFrom(String node, String other) throws IOException, InterruptedException {
    drop(node, "OUTPUT", "-d", address(other));
    drop(node, "INPUT", "-s", address(other));
  }

  private void drop(String node, String... rule) throws IOException, InterruptedException {
    String[] command = new String[rule.length + 5];
    command[0] = "iptables";
    command[1] = "-w";
    command[2] = "-A";
    System.arraycopy(rule, 0, command, 3, rule.length);
    command[rule.length + 3] = "-j";
    command[rule.length + 4] = "DROP";
    inside(node, command);
  }

  /** Heals every link of the node. */
  public void heal(String node) throws IOException, InterruptedException {
    inside(node, "iptables", "-w", "-F");
  }

  private void inside(String node, String... command) throws IOException, InterruptedException {
    List<String> all = new java.util.ArrayList<>(entering(node));
    all.addAll(List.of(command));
    Command.run(all);
  }

  @Override
  public void close() throws IOException {
    try {
      for (String node : addresses.keySet()) {
        Command.run("ip", "netns", "delete", prefix + node);
      }
      Command.run("ip", "link", "delete", bridge);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
