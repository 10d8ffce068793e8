package io.holdfast.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.Mutations;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.seal.Compression;
import io.holdfast.engine.seal.DataKey;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameCodec.Content;
import io.holdfast.engine.seal.FrameKind;
import io.holdfast.engine.seal.ObjectKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever a pack says of itself, even where every checksum and seal is right, it is read to the
 * end or said to be damaged.
 */
class PackFuzzTest {
  private static final int CASES = Integer.getInteger("holdfast.cases", 3000);
  private static final PackId ID = new PackId(1, 2);

  private final FrameCodec codec = new FrameCodec(1);
  private final ObjectKey key = DataKey.random().clearKey(ID.high(), ID.low());

  @AfterEach
  void closeIt() {
    codec.close();
  }

  @Test
  void a_pack_whose_checksums_are_made_anew_is_read_or_damaged() {
    byte[] pack = pack();
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      byte[] changed = Mutations.of(pack, random);
      if (changed.length >= ObjectHeader.BYTES + PackFormat.TRAILER_BYTES) {
        sign(changed, 0, ObjectHeader.BYTES);
        sign(changed, changed.length - PackFormat.TRAILER_BYTES, PackFormat.TRAILER_BYTES);
      }
      assertReadOrDamaged(changed, "seed " + seed);
    }
  }

  @Test
  void an_index_that_is_sealed_anew_is_read_or_damaged() {
    byte[] pack = pack();
    List<PackEntry> entries = read(pack);
    int end = entries.getLast().offsetBytes() + entries.getLast().storedBytes();
    ByteBuffer index = ByteBuffer.allocate(entries.size() * PackFormat.ENTRY_BYTES);
    entries.forEach(entry -> {
      entry.id().write(index);
      index.putInt(entry.offsetBytes()).putInt(entry.storedBytes()).putInt(entry.plainBytes());
    });
    for (int seed = 0; seed < CASES; seed++) {
      byte[] changed = Mutations.of(index.array(), new Random(seed));
      int frames = changed.length / PackFormat.ENTRY_BYTES;
      int indexBytes = FrameCodec.frameBytes(key, changed.length);
      byte[] whole = new byte[end + indexBytes + PackFormat.TRAILER_BYTES];
      System.arraycopy(pack, 0, whole, 0, end);
      var content = new Content(changed, changed.length, changed.length, Compression.NONE);
      codec.seal(key, FrameKind.INDEX, frames, content, whole, end);
      PackFormat.writeTrailer(
          ByteBuffer.wrap(whole, end + indexBytes, PackFormat.TRAILER_BYTES),
          new PackFormat.Trailer(ID, PackKind.DATA, frames, end, indexBytes));
      assertReadOrDamaged(whole, "seed " + seed);
    }
  }

  private void assertReadOrDamaged(byte[] pack, String what) {
    try {
      for (PackEntry entry : read(pack)) {
        assertThat(entry.offsetBytes()).as(what).isBetween(ObjectHeader.BYTES, pack.length);
        assertThat(entry.storedBytes()).as(what).isBetween(1, pack.length - entry.offsetBytes());
        assertThat(entry.plainBytes()).as(what).isBetween(0, PackFormat.MAX_CONTENT_BYTES);
      }
    } catch (BackupException e) {
      assertThat(e.kind()).as(what).isIn(FailureKind.CORRUPT, FailureKind.MISCONFIGURED);
    }
  }

  private static void sign(byte[] pack, int start, int length) {
    ByteBuffer bytes = ByteBuffer.wrap(pack);
    bytes.putInt(start + length - 4, ObjectHeader.checksum(bytes, start, length - 4));
  }

  private byte[] pack() {
    var builder = new PackBuilder(ID, PackKind.DATA, key, new byte[4000]);
    for (int i = 1; i < 6; i++) {
      byte[] content = new byte[100 * i];
      var place = builder.reserve(new ChunkId(1, 2, 3, i), content.length, content.length);
      builder.seal(
          codec,
          place.orElseThrow(),
          new Content(content, content.length, content.length, Compression.NONE));
    }
    ByteBuffer finished = builder.finish(codec);
    byte[] bytes = new byte[finished.remaining()];
    finished.get(bytes);
    return bytes;
  }

  private List<PackEntry> read(byte[] pack) {
    return PackIndex.read(
        ID,
        PackKind.DATA,
        pack.length,
        key,
        codec,
        (offset, into) -> into.put(pack, (int) offset, into.remaining()));
  }
}
