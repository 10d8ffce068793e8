package io.holdfast.grid;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP ports that a process of this machine listens on, as Linux tells them. */
final class OpenPorts {

  private static final String LISTENING = "0A";

  private OpenPorts() {}

  static List<InetSocketAddress> of(long pid) throws IOException {
    Set<String> sockets = sockets(pid);
    List<InetSocketAddress> open = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] columns = line.strip().split("\\s+");
        if (columns[3].equals(LISTENING) && sockets.contains("socket:[" + columns[9] + "]")) {
          open.add(address(columns[1]));
        }
      }
    }
    return open;
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          sockets.add(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
          continue; // It was closed meanwhile.
        }
      }
    }
    return sockets;
  }

  /** Words of four bytes, each in the machine's order (little endian), and the port. */
  private static InetSocketAddress address(String hex) throws IOException {
    int colon = hex.indexOf(':');
    byte[] swapped = HexFormat.of().parseHex(hex.substring(0, colon));
    byte[] bytes = new byte[swapped.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = swapped[i ^ 3];
    }
    return new InetSocketAddress(
        InetAddress.getByAddress(bytes), HexFormat.fromHexDigits(hex.substring(colon + 1)));
  }
}
