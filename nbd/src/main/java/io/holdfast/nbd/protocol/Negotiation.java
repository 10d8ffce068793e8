package io.holdfast.nbd.protocol;

/** Numbers of the negotiation phase. */
public final class Negotiation {
  public static final long GREETING = 0x4e42444d41474943L; // "NBDMAGIC"
  public static final long OPTIONS = 0x49484156454f5054L; // "IHAVEOPT"
  public static final long OLDSTYLE = 0x00420281861253L;
  public static final long OPTION_REPLY = 0x3e889045565a9L;

  /** In the handshake flags of both sides. */
  public static final int FIXED_NEWSTYLE = 1;

  /** In the handshake flags of both sides: no 124 zero bytes after the answer to EXPORT_NAME. */
  public static final int NO_ZEROES = 1 << 1;

  public static final int EXPORT_NAME_PADDING = 124;

  /** Longest string that NBD allows, an export's name for one. */
  public static final int MAX_STRING_BYTES = 4096;

  public static final String BASE_ALLOCATION = "base:allocation";

  private Negotiation() {}

  /** What a client asks for. */
  public static final class Option {
    public static final int EXPORT_NAME = 1;
    public static final int ABORT = 2;
    public static final int LIST = 3;
    public static final int STARTTLS = 5;
    public static final int INFO = 6;
    public static final int GO = 7;
    public static final int STRUCTURED_REPLY = 8;
    public static final int LIST_META_CONTEXT = 9;
    public static final int SET_META_CONTEXT = 10;

    private Option() {}
  }

  /** What a server answers; those with the highest bit set are errors. */
  public static final class Reply {
    public static final int ACK = 1;
    public static final int SERVER = 2;
    public static final int INFO = 3;
    public static final int META_CONTEXT = 4;
    public static final int ERR_UNSUP = 0x80000001;
    public static final int ERR_POLICY = 0x80000002;
    public static final int ERR_INVALID = 0x80000003;
    public static final int ERR_PLATFORM = 0x80000004;
    public static final int ERR_TLS_REQD = 0x80000005;
    public static final int ERR_UNKNOWN = 0x80000006;
    public static final int ERR_SHUTDOWN = 0x80000007;
    public static final int ERR_BLOCK_SIZE_REQD = 0x80000008;
    public static final int ERR_TOO_BIG = 0x80000009;

    private Reply() {}

    public static boolean isError(int type) {
      return type < 0;
    }
  }

  /** Pieces of information in answers to INFO and GO. */
  public static final class Info {
    public static final int EXPORT = 0;
    public static final int NAME = 1;
    public static final int DESCRIPTION = 2;
    public static final int BLOCK_SIZE = 3;

    private Info() {}
  }
}
