package io.holdfast.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes bytes as damage or malice would, for tests that feed them to parsers. */
public final class Mutations {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern FIELD = Pattern.compile("\"\\w+\"(?= ?:)");
  private static final String[] VALUES = {
    "0", "-1", "1", "2147483647", "2147483648", "9223372036854775807", "1e999", "4194304", "null"
  };
  private static final int[] INTS = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24};

  private Mutations() {}

  /** A changed copy. */
  public static byte[] of(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      changed = changed.length < 8 ? new byte[8] : one(changed, random);
    }
    return changed;
  }

  private static byte[] one(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length - 3);
    int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
    return switch (random.nextInt(8)) {
      case 0 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      case 1 -> {
        ByteBuffer.wrap(bytes).putInt(at, INTS[random.nextInt(INTS.length)]);
        yield bytes;
      }
      case 2 -> Arrays.copyOf(bytes, at);
      case 3 -> joined(bytes, at, noise(length, random), at);
      case 4 -> joined(bytes, at, new byte[0], at + length);
      case 5 -> joined(bytes, at + length, Arrays.copyOfRange(bytes, at, at + length), at + length);
      case 6 -> replaced(NUMBER, VALUES[random.nextInt(VALUES.length)], bytes, at);
      default -> replaced(FIELD, "\"other\"", bytes, at);
    };
  }

  /** Puts something between the bytes up to {@code end} and those from {@code start}. */
  private static byte[] joined(byte[] bytes, int end, byte[] between, int start) {
    ByteBuffer joined = ByteBuffer.allocate(end + between.length + bytes.length - start);
    return joined.put(bytes, 0, end).put(between).put(bytes, start, bytes.length - start).array();
  }

  private static byte[] noise(int length, Random random) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  /** The first such text from some place on, if there is one. */
  private static byte[] replaced(Pattern pattern, String by, byte[] bytes, int from) {
    String text = new String(bytes, ISO_8859_1);
    Matcher matcher = pattern.matcher(text);
    return matcher.find(from)
        ? (text.substring(0, matcher.start()) + by + text.substring(matcher.end()))
            .getBytes(ISO_8859_1)
        : bytes;
  }
}
