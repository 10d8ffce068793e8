package io.holdfast.console.database;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration files of the embedded server, written anew at each start. */
final class PostgresFiles {

  private PostgresFiles() {}

  static void write(Path data, String listenAddress, int port) throws IOException {
    Files.writeString(
        data.resolve("postgresql.conf"),
        """
        # Written by Holdfast at each start. For settings of your own use ALTER SYSTEM.
        listen_addresses = '%s'
        port = %d
        unix_socket_directories = ''
        max_connections = 300
        password_encryption = 'scram-sha-256'
        shared_buffers = '%dMB'
        max_wal_size = '1GB'
        min_wal_size = '80MB'
        dynamic_shared_memory_type = 'posix'
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_line_prefix = '%%m [%%p] '
        tcp_keepalives_idle = 30
        tcp_keepalives_interval = 5
        tcp_keepalives_count = 3
        """
            .formatted(listenAddresses(listenAddress), port, buffersMegabytes()));
    String elsewhere =
        isLoopback(listenAddress)
            ? ""
            : """
            host all all 0.0.0.0/0 scram-sha-256
            host all all ::/0 scram-sha-256
            """;
    Files.writeString(
        data.resolve("pg_hba.conf"),
        """
        # Written by Holdfast at each start. Nobody comes in without the password.
        host all all 127.0.0.1/32 scram-sha-256
        host all all ::1/128 scram-sha-256
        """
            + elsewhere);
  }

  /**
   * A sixteenth of the machine's memory, 128 to 1024: what an index of a hundred million chunks is
   * searched by then lies in it. Only what is used takes memory.
   */
  private static long buffersMegabytes() {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return Math.clamp(machine.getTotalMemorySize() / 16 >> 20, 128, 1024);
  }

  /** The console itself always comes by the loopback address. */
  private static String listenAddresses(String listenAddress) throws IOException {
    return isLoopback(listenAddress) || InetAddress.getByName(listenAddress).isAnyLocalAddress()
        ? listenAddress
        : listenAddress + ",127.0.0.1";
  }

  private static boolean isLoopback(String address) throws IOException {
    return InetAddress.getByName(address).isLoopbackAddress();
  }
}
