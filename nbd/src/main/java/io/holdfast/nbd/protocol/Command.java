package io.holdfast.nbd.protocol;

import org.jspecify.annotations.Nullable;

/** What a request asks for. */
public enum Command {
  READ(0),
  WRITE(1),
  DISCONNECT(2),
  FLUSH(3),
  TRIM(4),
  WRITE_ZEROES(6),
  BLOCK_STATUS(7);

  private static final Command[] BY_CODE = new Command[8];

  static {
    for (Command command : values()) BY_CODE[command.code] = command;
  }

  private final int code;

  Command(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The command of a number, or null for one that this implementation does not know. */
  public static @Nullable Command of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
