package io.holdfast.mount.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One name in a directory: bytes that anybody may have chosen. Never part of a path here, and shown
 * only with everything escaped that a terminal would not simply show.
 */
public final class FileName {
  private final byte[] bytes;

  FileName(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /**
   * What {@link #toString} shows, back as a name.
   *
   * @throws FilesException for an escape that is none
   */
  static FileName parse(String shown) {
    var bytes = new ByteArrayOutputStream();
    for (int at = 0; at < shown.length(); ) {
      if (shown.startsWith("\\\\", at)) {
        bytes.write('\\');
        at += 2;
      } else if (shown.startsWith("\\x", at) && at + 4 <= shown.length()) {
        try {
          bytes.write(HexFormat.fromHexDigits(shown, at + 2, at + 4));
        } catch (NumberFormatException e) {
          throw misspelt(shown);
        }
        at += 4;
      } else if (shown.charAt(at) == '\\') {
        throw misspelt(shown);
      } else {
        int c = shown.codePointAt(at);
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        at += Character.charCount(c);
      }
    }
    return new FileName(bytes.toByteArray());
  }

  private static FilesException misspelt(String shown) {
    return new FilesException(
        FilesException.Why.NOT_THERE,
        "'%s' is no name as it is listed: a backslash is written \\\\, any other byte may be written \\xNN."
            .formatted(shown));
  }

  /** Any text with everything escaped that a terminal would not simply show. */
  public static String shown(String text) {
    return new FileName(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  boolean isDotOrDotDot() {
    return Arrays.equals(bytes, new byte[] {'.'}) || Arrays.equals(bytes, new byte[] {'.', '.'});
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileName that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For people and terminals; {@link #parse} turns it back. */
  @Override
  public String toString() {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return escaped(bytes);
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\\') {
            shown.append("\\\\");
          } else if (isPlain(c)) {
            shown.appendCodePoint(c);
          } else {
            shown.append(escaped(Character.toString(c).getBytes(StandardCharsets.UTF_8)));
          }
        });
    return shown.toString();
  }

  private static String escaped(byte[] bytes) {
    StringBuilder shown = new StringBuilder();
    for (byte b : bytes) {
      if (b > ' ' && b < 127 && b != '\\') {
        shown.append((char) b);
      } else {
        shown.append("\\x%02x".formatted(b & 0xff));
      }
    }
    return shown.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
