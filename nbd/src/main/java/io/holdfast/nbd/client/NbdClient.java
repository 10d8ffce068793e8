package io.holdfast.nbd.client;

import io.holdfast.nbd.BlockSizes;
import io.holdfast.nbd.CommandFlag;
import io.holdfast.nbd.ExportFlags;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.NbdExtent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An open export of an NBD server, on one or several connections. Thread-safe; made for many
 * virtual threads that each wait for a request of their own. Requests longer than the server takes
 * are split and run side by side.
 *
 * <p>Interrupting a waiting thread does not abandon its request, whose buffer is still in use;
 * {@link #close} does, by breaking the connections. Direct buffers travel without a copy.
 */
public final class NbdClient implements AutoCloseable {

  private NbdClient() {}

  /**
   * Connects and negotiates.
   *
   * @throws io.holdfast.nbd.NbdNegotiationException when no connection comes about
   */
  public static NbdClient connect(NbdAddress address, String exportName, NbdClientOptions options)
      throws NbdException {
    throw new UnsupportedOperationException();
  }

  public long sizeBytes() {
    throw new UnsupportedOperationException();
  }

  public ExportFlags flags() {
    throw new UnsupportedOperationException();
  }

  public BlockSizes blockSizes() {
    throw new UnsupportedOperationException();
  }

  /** How many connections are open now. */
  public int connections() {
    throw new UnsupportedOperationException();
  }

  /**
   * Metadata contexts that the server agreed to, {@code base:allocation} among them if it knows it.
   */
  public List<String> metaContexts() {
    throw new UnsupportedOperationException();
  }

  /** Fills what remains of the buffer with what the export holds from the offset on. */
  public void read(long offset, ByteBuffer into) throws NbdException {
    throw new UnsupportedOperationException();
  }

  /**
   * Like {@link #read}; the buffer's position moves at once, its content is there when the future
   * completes.
   */
  public CompletableFuture<Void> readAsync(long offset, ByteBuffer into) {
    throw new UnsupportedOperationException();
  }

  /** Writes what remains of the buffer. */
  public void write(long offset, ByteBuffer from, CommandFlag... flags) throws NbdException {
    throw new UnsupportedOperationException();
  }

  /**
   * Like {@link #write}; the buffer's position moves at once, its content must stay until the
   * future completes.
   */
  public CompletableFuture<Void> writeAsync(long offset, ByteBuffer from, CommandFlag... flags) {
    throw new UnsupportedOperationException();
  }

  /** Makes the range read as zeroes, by a hole unless {@link CommandFlag#NO_HOLE} forbids it. */
  public void writeZeroes(long offset, long length, CommandFlag... flags) throws NbdException {
    throw new UnsupportedOperationException();
  }

  /** Tells the server that the range is not needed; what it reads as afterwards is not said. */
  public void trim(long offset, long length, CommandFlag... flags) throws NbdException {
    throw new UnsupportedOperationException();
  }

  /** Returns when every write that was answered before is on stable storage. */
  public void flush() throws NbdException {
    throw new UnsupportedOperationException();
  }

  /**
   * The range's extents by {@code base:allocation}: in order, without gaps, neighbours of one kind
   * joined, covering exactly the range. One data extent where the server does not know the context.
   */
  public List<NbdExtent> blockStatus(long offset, long length) throws NbdException {
    throw new UnsupportedOperationException();
  }

  /** The same for another context of {@link #metaContexts()}. */
  public List<NbdExtent> blockStatus(String context, long offset, long length) throws NbdException {
    throw new UnsupportedOperationException();
  }

  /** Whether a connection is left to send requests on. */
  public boolean isOpen() {
    throw new UnsupportedOperationException();
  }

  /** Says goodbye to the server and closes; requests still in flight fail. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
