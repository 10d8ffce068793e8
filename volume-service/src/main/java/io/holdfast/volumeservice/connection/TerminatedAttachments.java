package io.holdfast.volumeservice.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers attachments that were ended, over restarts too. Without that a worker that was fenced,
 * and slept through it, could ask for its attachment again after this process was restarted, and
 * write.
 */
final class TerminatedAttachments {

  private static final Logger log = LoggerFactory.getLogger(TerminatedAttachments.class);

  /** No process sleeps that long and then goes on with what it was doing. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final Path file;
  private final InstantSource clock;
  private final Set<UUID> ids = ConcurrentHashMap.newKeySet();

  private TerminatedAttachments(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Reads what an earlier process wrote into the file, and drops what is old. */
  static TerminatedAttachments load(Path file, InstantSource clock) throws IOException {
    TerminatedAttachments terminated = new TerminatedAttachments(file, clock);
    Files.createDirectories(file.toAbsolutePath().normalize().resolveSibling("."));
    StringBuilder kept = new StringBuilder();
    if (Files.exists(file)) {
      Instant oldest = clock.instant().minus(REMEMBERED);
      for (String line : Files.readString(file).lines().toList()) {
        if (terminated.remember(line, oldest)) {
          kept.append(line).append('\n');
        }
      }
    }
    Path next = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(next, kept);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return terminated;
  }

  private boolean remember(String line, Instant oldest) {
    try {
      int space = line.indexOf(' ');
      UUID id = UUID.fromString(line.substring(0, space));
      return Instant.parse(line.substring(space + 1)).isAfter(oldest) && ids.add(id);
    } catch (RuntimeException e) {
      // The last line of a process that was killed while it wrote: its caller asks again.
      log.debug("Line of {} is not understood: {}", file, line);
      return false;
    }
  }

  boolean contains(UUID attachmentId) {
    return ids.contains(attachmentId);
  }

  /** Holds for this process when it begins to run, and for the next ones when it returns. */
  void add(UUID attachmentId) {
    if (!ids.add(attachmentId)) {
      return;
    }
    String line = attachmentId + " " + clock.instant() + "\n";
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      log.warn(
          "An ended attachment will be forgotten at the next start attachmentId={} file={}: {}",
          attachmentId,
          file,
          e.getMessage());
    }
  }
}
