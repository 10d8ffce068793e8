package io.holdfast.nbd.protocol;

import java.nio.ByteBuffer;

/** What starts every reply, or every chunk of a structured one. */
public sealed interface ReplyHeader {
  int SIMPLE_MAGIC = 0x67446698;
  int CHUNK_MAGIC = 0x668e33ef;

  long cookie();

  void put(ByteBuffer to);

  /** How long the header is that begins with this number. */
  static int bytes(int magic) throws ProtocolViolation {
    return switch (magic) {
      case SIMPLE_MAGIC -> Simple.BYTES;
      case CHUNK_MAGIC -> Chunk.BYTES;
      default ->
          throw new ProtocolViolation(
              "A reply begins with 0x%08x, which is no number of NBD".formatted(magic));
    };
  }

  static ReplyHeader get(ByteBuffer from) throws ProtocolViolation {
    int magic = from.getInt();
    if (bytes(magic) == Simple.BYTES) {
      int errno = from.getInt();
      return new Simple(errno, from.getLong());
    }
    int flags = Short.toUnsignedInt(from.getShort());
    int type = Short.toUnsignedInt(from.getShort());
    long cookie = from.getLong();
    return new Chunk(
        (flags & Chunk.DONE) != 0, type, cookie, Integer.toUnsignedLong(from.getInt()));
  }

  /**
   * A whole reply; the data of a read follows when it is not an error.
   *
   * @param errno 0 for success
   */
  record Simple(int errno, long cookie) implements ReplyHeader {
    public static final int BYTES = 16;

    @Override
    public void put(ByteBuffer to) {
      to.putInt(SIMPLE_MAGIC);
      to.putInt(errno);
      to.putLong(cookie);
    }
  }

  /**
   * One chunk of a structured reply.
   *
   * @param done whether it is the request's last
   * @param type one of the constants here; those with bit 15 set are errors
   * @param length of what follows, unsigned 32 bits on the wire
   */
  record Chunk(boolean done, int type, long cookie, long length) implements ReplyHeader {
    public static final int BYTES = 20;
    public static final int NONE = 0;
    public static final int OFFSET_DATA = 1;
    public static final int OFFSET_HOLE = 2;
    public static final int BLOCK_STATUS = 5;
    public static final int ERROR = 1 << 15 | 1;
    public static final int ERROR_OFFSET = 1 << 15 | 2;
    private static final int DONE = 1;
    private static final int ERROR_BIT = 1 << 15;

    public boolean isError() {
      return (type & ERROR_BIT) != 0;
    }

    @Override
    public void put(ByteBuffer to) {
      to.putInt(CHUNK_MAGIC);
      to.putShort((short) (done ? DONE : 0));
      to.putShort((short) type);
      to.putLong(cookie);
      to.putInt((int) length);
    }
  }
}
