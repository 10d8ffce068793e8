package io.holdfast.nbd.server;

import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.protocol.Command;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A request that has been taken from a connection whole. */
sealed interface ServerRequest {

  /** The client takes leave. */
  record Goodbye() implements ServerRequest {}

  /** It makes no sense, or is not allowed; the connection goes on. */
  record Refused(long cookie, NbdErrorCode code, String text) implements ServerRequest {}

  /**
   * To be carried out; its range is inside the export.
   *
   * @param length at most 32 MiB for reads and writes, below 4 GiB for others
   * @param data what a write writes, out of the connection's memory
   */
  record Valid(
      Command command, int flags, long cookie, long offset, long length, @Nullable ByteBuffer data)
      implements ServerRequest {}
}
