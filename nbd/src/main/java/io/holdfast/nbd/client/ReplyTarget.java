package io.holdfast.nbd.client;

import io.holdfast.nbd.protocol.ProtocolViolation;
import io.holdfast.nbd.transport.FramedInput;
import java.io.IOException;

/**
 * Where the content of a request's reply goes. Called by the connection's receiver only; anything
 * unexpected is a violation.
 */
interface ReplyTarget {

  /** For requests that are answered with a mere yes or no. */
  ReplyTarget NOTHING = new ReplyTarget() {};

  /** Takes data from the input, which is for the export's offset on. */
  default void data(long offset, long length, FramedInput input) throws IOException {
    throw new ProtocolViolation("The server sends data that nobody asked for");
  }

  default void hole(long offset, long length) throws ProtocolViolation {
    throw new ProtocolViolation("The server sends a hole that nobody asked for");
  }

  /** Takes all extents of one metadata context from the input. */
  default void status(int context, long bytes, FramedInput input) throws IOException {
    throw new ProtocolViolation("The server sends block status that nobody asked for");
  }

  /** The server says that this was all, and well. */
  default void complete() throws ProtocolViolation {}
}
