package io.holdfast.cli.up;

import io.holdfast.cli.data.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The embedded database's port: the same at each start, since workers on other machines were told
 * its URL.
 */
final class DatabasePort {

  /** Below the range from which the kernel takes ports for outgoing connections. */
  private static final int FIRST = 15432;

  private DatabasePort() {}

  /** The port of the last start if it can be had again, else a free one; it is remembered. */
  static int choose(DataDirectory data, String address, Narration narration) throws IOException {
    Path file = data.run().resolve("database-port");
    OptionalInt last = remembered(file);
    boolean again =
        last.isPresent()
            && (Ports.isFree(address, last.getAsInt())
                || Leftovers.database(data.postgres()).isPresent());
    if (again) {
      return last.getAsInt();
    }
    int port = Ports.firstFree(address, FIRST);
    if (last.isPresent()) {
      narration.say(
          "database",
          "port %d of the last start is taken; it is %d now, and workers elsewhere need the new URL"
              .formatted(last.getAsInt(), port));
    }
    Files.writeString(file, String.valueOf(port));
    return port;
  }

  private static OptionalInt remembered(Path file) throws IOException {
    try {
      return OptionalInt.of(Integer.parseInt(Files.readString(file).strip()));
    } catch (NoSuchFileException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
