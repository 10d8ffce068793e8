package io.holdfast.engine.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.seal.FrameCodec.Content;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
  private static final DataKey DATA_KEY = DataKey.random();
  private static final int OFFSET = 32;

  private final FrameCodec codec = new FrameCodec(1);

  @AfterEach
  void closeIt() {
    codec.close();
  }

  static Stream<ObjectKey> keys() {
    return Stream.of(DATA_KEY.encryptionKey(1, 2), DATA_KEY.clearKey(1, 2));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void what_is_sealed_opens(ObjectKey key) {
    int ordinal = 0;
    for (byte[] plain : new byte[][] {noise(1000), text(5000), new byte[0], new byte[1]}) {
      byte[] frame = seal(key, FrameKind.CHUNK, ordinal++, plain);
      assertThat(open(key, FrameKind.CHUNK, frame, OFFSET)).isEqualTo(plain);
    }
  }

  @Test
  void text_shrinks_and_noise_is_kept_as_it_is() {
    ObjectKey key = DATA_KEY.encryptionKey(1, 2);
    assertThat(seal(key, FrameKind.CHUNK, 0, text(10_000)).length).isLessThan(5000);
    assertThat(seal(key, FrameKind.CHUNK, 1, noise(10_000)).length).isEqualTo(10_000 + 32);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void every_flipped_bit_is_noticed(ObjectKey key) {
    byte[] frame = seal(key, FrameKind.CHUNK, 3, text(300));
    for (int bit = 0; bit < frame.length * 8; bit++) {
      byte[] damaged = frame.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertCorrupt(() -> open(key, FrameKind.CHUNK, damaged, OFFSET), "bit " + bit);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void every_cut_is_noticed(ObjectKey key) {
    byte[] frame = seal(key, FrameKind.CHUNK, 3, text(300));
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertCorrupt(() -> open(key, FrameKind.CHUNK, cut, OFFSET), "length " + length);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void a_frame_opens_only_in_its_place(ObjectKey key) {
    byte[] frame = seal(key, FrameKind.CHUNK, 3, text(300));
    assertCorrupt(() -> open(key, FrameKind.SEGMENT, frame, OFFSET), "another kind");
    assertCorrupt(() -> open(key, FrameKind.CHUNK, frame, OFFSET + 1), "another offset");
    ObjectKey other =
        key.key().isPresent() ? DATA_KEY.encryptionKey(1, 3) : DATA_KEY.clearKey(1, 3);
    assertCorrupt(() -> open(other, FrameKind.CHUNK, frame, OFFSET), "another object");
  }

  @Test
  void an_unencrypted_frame_does_not_pass_in_an_encrypted_repository() {
    byte[] frame = seal(DATA_KEY.clearKey(1, 2), FrameKind.CHUNK, 3, text(300));
    assertCorrupt(
        () -> open(DATA_KEY.encryptionKey(1, 2), FrameKind.CHUNK, frame, OFFSET), "not sealed");
  }

  @Test
  void equal_contents_look_different_in_every_place() {
    ObjectKey key = DATA_KEY.encryptionKey(1, 2);
    byte[] first = seal(key, FrameKind.CHUNK, 0, noise(100));
    byte[] second = seal(key, FrameKind.CHUNK, 1, noise(100));
    byte[] elsewhere = seal(DATA_KEY.encryptionKey(5, 6), FrameKind.CHUNK, 0, noise(100));
    assertThat(Arrays.copyOfRange(first, 16, 116))
        .isNotEqualTo(Arrays.copyOfRange(second, 16, 116))
        .isNotEqualTo(Arrays.copyOfRange(elsewhere, 16, 116));
  }

  private byte[] seal(ObjectKey key, FrameKind kind, int ordinal, byte[] plain) {
    byte[] packed = new byte[FrameCodec.maxCompressedBytes(plain.length)];
    int length = codec.compress(plain, plain.length, packed);
    Content content =
        length > 0
            ? new Content(packed, length, plain.length, Compression.ZSTD)
            : new Content(plain, plain.length, plain.length, Compression.NONE);
    byte[] object = new byte[OFFSET + FrameCodec.frameBytes(key, content.length())];
    codec.seal(key, kind, ordinal, content, object, OFFSET);
    return Arrays.copyOfRange(object, OFFSET, object.length);
  }

  private byte[] open(ObjectKey key, FrameKind kind, byte[] frame, int offset) {
    byte[] plain = new byte[20_000];
    int length = codec.open(key, kind, ByteBuffer.wrap(frame), offset, new byte[20_000], plain);
    return Arrays.copyOf(plain, length);
  }

  private static void assertCorrupt(Runnable opening, String what) {
    assertThatThrownBy(opening::run)
        .as(what)
        .isInstanceOf(BackupException.class)
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(FailureKind.CORRUPT);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    return noise;
  }

  private static byte[] text(int length) {
    byte[] text = new byte[length];
    Random random = new Random(2);
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(4));
    }
    return text;
  }
}
