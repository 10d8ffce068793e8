package io.holdfast.volumeservice.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are there whole or not at all: their content and a checksum of it. */
final class CheckedFile {
  private static final Logger log = LoggerFactory.getLogger(CheckedFile.class);

  private CheckedFile() {}

  static void write(Path file, ByteBuffer content) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(content.remaining() + Long.BYTES);
    all.putLong(content.remaining(), checksum(content));
    all.put(content);
    Durable.replace(file, all.array());
  }

  /** The content; empty when there is no such file, or it is damaged or cannot be read. */
  static Optional<ByteBuffer> read(Path file) {
    return first(file, Integer.MAX_VALUE).flatMap(all -> checked(file, all));
  }

  private static Optional<ByteBuffer> checked(Path file, ByteBuffer all) {
    int length = all.capacity() - Long.BYTES;
    if (length < 0 || all.getLong(length) != checksum(all.slice(0, length))) {
      log.warn("File is damaged and not used file={}", file);
      return Optional.empty();
    }
    return Optional.of(all.limit(length));
  }

  /** The first bytes, or fewer if there are no more, without a look at whether they are intact. */
  static Optional<ByteBuffer> first(Path file, int bytes) {
    try (InputStream content = Files.newInputStream(file)) {
      return Optional.of(ByteBuffer.wrap(content.readNBytes(bytes)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("File cannot be read and is not used file={}: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static long checksum(ByteBuffer content) {
    CRC32 crc = new CRC32();
    crc.update(content.duplicate());
    return crc.getValue();
  }
}
