package io.holdfast.engine.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackBuilder.Place;
import io.holdfast.engine.seal.Compression;
import io.holdfast.engine.seal.DataKey;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameCodec.Content;
import io.holdfast.engine.seal.ObjectKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PackTest {
  private static final PackId ID = new PackId(0x0123456789abcdefL, 0xfedcba9876543210L);

  private final FrameCodec codec = new FrameCodec(1);
  private final ObjectKey key = DataKey.random().encryptionKey(ID.high(), ID.low());

  @AfterEach
  void closeIt() {
    codec.close();
  }

  @Test
  void a_pack_lists_what_was_put_into_it() {
    byte[] pack = pack(10_000, 3);
    List<PackEntry> entries = read(ID, pack);
    assertThat(entries).hasSize(3);
    assertThat(entries.get(0)).isEqualTo(new PackEntry(id(0), 32, 132, 100));
    assertThat(entries.get(2)).isEqualTo(new PackEntry(id(2), 32 + 2 * 132, 132, 100));
  }

  @Test
  void an_empty_pack_is_a_pack() {
    assertThat(read(ID, pack(1000, 0))).isEmpty();
  }

  @Test
  void a_pack_never_outgrows_its_room() {
    for (int room = PackBuilder.minPackBytes(100); room < 3000; room += 37) {
      var builder = new PackBuilder(ID, PackKind.DATA, key, new byte[room]);
      int placed = 0;
      while (add(builder, placed)) {
        placed++;
      }
      assertThat(placed).isPositive();
      assertThat(builder.finish(codec).remaining()).isBetween(room - 132 - 45, room);
    }
  }

  @Test
  void the_smallest_room_holds_one_frame_that_does_not_shrink() {
    var builder = new PackBuilder(ID, PackKind.DATA, key, new byte[PackBuilder.minPackBytes(100)]);
    assertThat(add(builder, 0)).isTrue();
    assertThat(read(ID, bytes(builder.finish(codec)))).hasSize(1);
  }

  @Test
  void a_flipped_bit_outside_of_the_frames_is_noticed() {
    byte[] pack = pack(2000, 2);
    int frames = 32 + 2 * 132;
    for (int at = 0; at < pack.length; at = at == 31 ? frames : at + 1) {
      byte[] damaged = pack.clone();
      damaged[at] ^= 4;
      assertCorrupt(() -> read(ID, damaged), "byte " + at);
    }
  }

  @Test
  void a_cut_or_grown_pack_is_noticed() {
    byte[] pack = pack(2000, 2);
    for (int length = 0; length < pack.length + 3; length++) {
      if (length != pack.length) {
        byte[] cut = Arrays.copyOf(pack, length);
        assertCorrupt(() -> read(ID, cut), "length " + length);
      }
    }
  }

  @Test
  void a_pack_under_another_name_is_noticed() {
    byte[] pack = pack(2000, 2);
    assertThatThrownBy(() -> read(new PackId(1, 2), pack)).hasMessageContaining(ID.toString());
  }

  @Test
  void a_newer_format_is_said_to_be_newer() {
    byte[] pack = pack(2000, 0);
    pack[5] = 9;
    ByteBuffer header = ByteBuffer.wrap(pack);
    header.putInt(28, ObjectHeader.checksum(header, 0, 28));
    assertThatThrownBy(() -> read(ID, pack))
        .hasMessageContaining("format 9")
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(FailureKind.MISCONFIGURED);
  }

  @Test
  void an_id_is_written_as_it_is_read() {
    assertThat(ID).hasToString("0123456789abcdeffedcba9876543210");
    assertThat(PackId.parse(ID.toString())).isEqualTo(ID);
    assertThat(PackId.of(ID.toUuid())).isEqualTo(ID);
    for (String wrong : List.of("", "0123", "0123456789ABCDEFFEDCBA9876543210")) {
      assertThatThrownBy(() -> PackId.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private byte[] pack(int room, int frames) {
    var builder = new PackBuilder(ID, PackKind.DATA, key, new byte[room]);
    for (int i = 0; i < frames; i++) {
      assertThat(add(builder, i)).isTrue();
    }
    return bytes(builder.finish(codec));
  }

  private boolean add(PackBuilder builder, int number) {
    byte[] content = new byte[100];
    Arrays.fill(content, (byte) number);
    Optional<Place> place = builder.reserve(id(number), 100, 100);
    place.ifPresent(
        found -> builder.seal(codec, found, new Content(content, 100, 100, Compression.NONE)));
    return place.isPresent();
  }

  private List<PackEntry> read(PackId id, byte[] pack) {
    return PackIndex.read(
        id,
        PackKind.DATA,
        pack.length,
        key,
        codec,
        (offset, into) -> into.put(pack, (int) offset, into.remaining()));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static ChunkId id(int number) {
    return new ChunkId(1, 2, 3, number + 1);
  }

  private static void assertCorrupt(Runnable reading, String what) {
    assertThatThrownBy(reading::run)
        .as(what)
        .isInstanceOf(BackupException.class)
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(FailureKind.CORRUPT);
  }
}
