package io.holdfast.engine.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.ObjectHeader;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.repository.Manifest.Totals;
import io.holdfast.engine.seal.Compression;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameCodec.Content;
import io.holdfast.engine.seal.FrameKind;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A manifest's bytes: an object header with a random id of its own, then one frame. In the frame
 * the length of a JSON object, the JSON object, and 32 bytes for each segment.
 */
final class ManifestCodec {
  /** Of the frame's content; enough for a volume of 8 PiB. */
  static final int MAX_BYTES = 256 * 1024 * 1024;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Repository repository;

  ManifestCodec(Repository repository) {
    this.repository = repository;
  }

  /** Everything but the segments' ids. */
  private record Head(
      BackupDescription backup,
      long sizeBytes,
      int chunkBytes,
      Instant completedAt,
      Totals totals,
      int segmentCount) {}

  ByteBuffer encode(Manifest manifest) {
    var head =
        new Head(
            manifest.backup(),
            manifest.sizeBytes(),
            manifest.chunkBytes(),
            manifest.completedAt(),
            manifest.totals(),
            manifest.segments().size());
    byte[] json = JSON.writeValueAsBytes(head);
    ByteBuffer plain =
        ByteBuffer.allocate(4 + json.length + ChunkId.BYTES * manifest.segments().size());
    plain.putInt(json.length).put(json);
    manifest.segments().forEach(id -> id.write(plain));
    return seal(plain.array());
  }

  private ByteBuffer seal(byte[] plain) {
    // Not the backup's id: a manifest that is written again must not be sealed with the same key.
    PackId id = new PackId(RANDOM.nextLong(), RANDOM.nextLong());
    byte[] object = new byte[ObjectHeader.BYTES + FrameCodec.maxFrameBytes(plain.length)];
    ObjectHeader.write(ByteBuffer.wrap(object), ObjectHeader.MANIFEST, id);
    var key = repository.objectKey(id);
    try (FrameCodec codec = new FrameCodec(1)) {
      byte[] packed = new byte[FrameCodec.maxCompressedBytes(plain.length)];
      int length = codec.compress(plain, plain.length, packed);
      var content =
          length > 0
              ? new Content(packed, length, plain.length, Compression.ZSTD)
              : new Content(plain, plain.length, plain.length, Compression.NONE);
      codec.seal(key, FrameKind.MANIFEST, 0, content, object, ObjectHeader.BYTES);
      int frameBytes = FrameCodec.frameBytes(key, content.length());
      return ByteBuffer.wrap(object, 0, ObjectHeader.BYTES + frameBytes).slice();
    }
  }

  Manifest decode(byte[] object, int length) {
    if (length < ObjectHeader.BYTES) {
      throw corrupt("it is cut short");
    }
    PackId id = ObjectHeader.read(ByteBuffer.wrap(object), ObjectHeader.MANIFEST);
    byte[] frame = Arrays.copyOfRange(object, ObjectHeader.BYTES, length);
    int plainBytes = FrameCodec.plainBytes(frame);
    if (plainBytes > MAX_BYTES) {
      throw corrupt("it is too large");
    }
    byte[] plain = new byte[plainBytes];
    try (FrameCodec codec = new FrameCodec(1)) {
      codec.open(
          repository.objectKey(id),
          FrameKind.MANIFEST,
          ByteBuffer.wrap(frame),
          ObjectHeader.BYTES,
          new byte[frame.length],
          plain);
    }
    return parse(ByteBuffer.wrap(plain));
  }

  // The annotations cannot promise that a file has every field.
  @SuppressWarnings("ConstantConditions")
  private Manifest parse(ByteBuffer plain) {
    if (plain.remaining() < 4 || plain.getInt(0) < 0 || plain.getInt(0) > plain.remaining() - 4) {
      throw corrupt("its content is not that of a manifest");
    }
    byte[] json = new byte[plain.getInt()];
    plain.get(json);
    try {
      Head head = JSON.readValue(json, Head.class);
      if (head == null
          || head.backup == null
          || head.totals == null
          || head.completedAt == null
          || head.chunkBytes != repository.chunkBytes()
          || head.segmentCount != repository.geometry(head.sizeBytes).segmentCount()
          || plain.remaining() != (long) head.segmentCount * ChunkId.BYTES) {
        throw corrupt("its content is not that of a manifest");
      }
      List<ChunkId> segments = new ArrayList<>(head.segmentCount);
      for (int i = 0; i < head.segmentCount; i++) {
        segments.add(ChunkId.read(plain));
      }
      return new Manifest(
          head.backup, head.sizeBytes, head.chunkBytes, head.completedAt, head.totals, segments);
    } catch (JacksonException | ArithmeticException | IllegalArgumentException e) {
      throw new BackupException(FailureKind.CORRUPT, "its content is not that of a manifest", e);
    }
  }

  private static BackupException corrupt(String why) {
    return new BackupException(FailureKind.CORRUPT, why);
  }
}
