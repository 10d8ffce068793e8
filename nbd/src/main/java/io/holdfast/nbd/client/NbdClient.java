package io.holdfast.nbd.client;

import io.holdfast.nbd.BlockSizes;
import io.holdfast.nbd.CommandFlag;
import io.holdfast.nbd.ExportFlags;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdErrorException;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.protocol.Command;
import io.holdfast.nbd.protocol.Negotiation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An open export of an NBD server, on one or several connections. Thread-safe; made for many
 * virtual threads that each wait for a request of their own. Requests longer than the server takes
 * are split and run side by side.
 *
 * <p>Interrupting a waiting thread does not abandon its request, whose buffer is still in use;
 * {@link #close} does, by breaking the connections. Direct buffers travel without a copy. When a
 * connection breaks, its requests fail with {@link io.holdfast.nbd.NbdConnectionException} and
 * later ones use those that are left; none is ever opened anew.
 */
public final class NbdClient implements AutoCloseable {
  private final ConnectionSet connections;
  private final ExportFlags flags;
  private final BlockSizes blockSizes;
  private final long sizeBytes;
  private final Ranges ranges;

  private NbdClient(ConnectionSet connections) {
    Session first = connections.first();
    this.connections = connections;
    this.flags = first.flags();
    this.blockSizes = first.blockSizes();
    this.sizeBytes = first.sizeBytes();
    this.ranges = new Ranges(sizeBytes, blockSizes);
  }

  /**
   * Connects and negotiates on one connection; the others come about while it is used.
   *
   * @throws io.holdfast.nbd.NbdNegotiationException when no connection comes about
   */
  public static NbdClient connect(NbdAddress address, String exportName, NbdClientOptions options)
      throws NbdException {
    return new NbdClient(ConnectionSet.open(address, exportName, options));
  }

  /** Names of the exports, from a server that shows them. */
  public static List<String> listExports(NbdAddress address, NbdClientOptions options)
      throws NbdException {
    return new Connector(address, options)
        .connect(handshake -> {
          List<String> names = handshake.listExports();
          handshake.leave();
          return names;
        });
  }

  /** Names of the metadata contexts that an export has. */
  public static List<String> listContexts(
      NbdAddress address, String exportName, NbdClientOptions options) throws NbdException {
    return new Connector(address, options)
        .connect(handshake -> {
          List<String> contexts = handshake.listContexts(exportName);
          handshake.leave();
          return contexts;
        });
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  public ExportFlags flags() {
    return flags;
  }

  public BlockSizes blockSizes() {
    return blockSizes;
  }

  /** How many connections are open now. */
  public int connections() {
    return connections.open();
  }

  /**
   * Metadata contexts that the server agreed to, {@code base:allocation} among them if it knows it.
   */
  public List<String> metaContexts() {
    return connections.first().contexts().keySet().stream().sorted().toList();
  }

  /** Fills what remains of the buffer with what the export holds from the offset on. */
  public void read(long offset, ByteBuffer into) throws NbdException {
    Waiting.await(readAsync(offset, into));
  }

  /**
   * Like {@link #read}; the buffer's position moves at once, its content is there when the future
   * completes. It waits for a free slot on a connection, so never call it from a callback of such a
   * future.
   */
  public CompletableFuture<@Nullable Void> readAsync(long offset, ByteBuffer into) {
    ranges.check("Read", offset, into.remaining());
    List<CompletableFuture<?>> parts = new ArrayList<>(1);
    for (long at = offset; into.hasRemaining(); ) {
      int length = Math.min(into.remaining(), ranges.maxData());
      ReplyTarget target = new ReadTarget(at, into.slice(into.position(), length));
      into.position(into.position() + length);
      parts.add(connections.submit(new Request(Command.READ, 0, at, length, null, target)));
      at += length;
    }
    return Waiting.all(parts);
  }

  /** Writes what remains of the buffer. */
  public void write(long offset, ByteBuffer from, CommandFlag... with) throws NbdException {
    Waiting.await(writeAsync(offset, from, with));
  }

  /**
   * Like {@link #write}; the buffer's position moves at once, its content must stay until the
   * future completes. It waits for a free slot on a connection, so never call it from a callback of
   * such a future.
   */
  public CompletableFuture<@Nullable Void> writeAsync(
      long offset, ByteBuffer from, CommandFlag... with) {
    ranges.check("Write", offset, from.remaining());
    try {
      int bits = allowed(Command.WRITE, with);
      List<CompletableFuture<?>> parts = new ArrayList<>(1);
      for (long at = offset; from.hasRemaining(); ) {
        int length = Math.min(from.remaining(), ranges.maxData());
        ByteBuffer piece = from.slice(from.position(), length);
        from.position(from.position() + length);
        parts.add(
            connections.submit(
                new Request(Command.WRITE, bits, at, length, piece, ReplyTarget.NOTHING)));
        at += length;
      }
      return Waiting.all(parts);
    } catch (NbdErrorException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Makes the range read as zeroes, by a hole unless {@link CommandFlag#NO_HOLE} forbids it. */
  public void writeZeroes(long offset, long length, CommandFlag... with) throws NbdException {
    need(flags.canWriteZeroes(), "write zeroes");
    dataless(Command.WRITE_ZEROES, offset, length, with);
  }

  /** Tells the server that the range is not needed; what it reads as afterwards is not said. */
  public void trim(long offset, long length, CommandFlag... with) throws NbdException {
    need(flags.canTrim(), "trim");
    dataless(Command.TRIM, offset, length, with);
  }

  private void dataless(Command command, long offset, long length, CommandFlag... with)
      throws NbdException {
    ranges.check(command.name(), offset, length);
    int bits = allowed(command, with);
    List<CompletableFuture<?>> parts = new ArrayList<>(1);
    for (long at = offset; at < offset + length; ) {
      int piece = (int) Math.min(offset + length - at, Ranges.MAX_DATALESS_BYTES);
      parts.add(
          connections.submit(new Request(command, bits, at, piece, null, ReplyTarget.NOTHING)));
      at += piece;
    }
    Waiting.await(Waiting.all(parts));
  }

  /** Returns when every write that was answered before is on stable storage. */
  public void flush() throws NbdException {
    need(flags.canFlush(), "flush");
    Waiting.await(
        connections.submit(new Request(Command.FLUSH, 0, 0, 0, null, ReplyTarget.NOTHING)));
  }

  /**
   * The range's extents by {@code base:allocation}: in order, without gaps, neighbours of one kind
   * joined, covering exactly the range. One data extent where the server does not know the context.
   */
  public List<NbdExtent> blockStatus(long offset, long length) throws NbdException {
    if (connections.first().contexts().containsKey(Negotiation.BASE_ALLOCATION)) {
      return blockStatus(Negotiation.BASE_ALLOCATION, offset, length);
    }
    ranges.check("Block status", offset, length);
    return length == 0 ? List.of() : List.of(NbdExtent.data(offset, length));
  }

  /** The same for another context of {@link #metaContexts()}. */
  public List<NbdExtent> blockStatus(String context, long offset, long length) throws NbdException {
    ranges.check("Block status", offset, length);
    if (!connections.first().contexts().containsKey(context)) {
      throw new IllegalArgumentException(
          "The NBD server has no metadata context '%s'".formatted(context));
    }
    JoinedExtents extents = new JoinedExtents();
    for (long at = offset; at < offset + length; at = extents.end()) {
      long left = offset + length - at;
      extents.addAll(connections.status(context, at, (int) Math.min(left, 1 << 30)));
    }
    return extents.list();
  }

  private int allowed(Command command, CommandFlag... with) throws NbdErrorException {
    int bits = CommandFlag.bits(with);
    if (flags.isReadOnly())
      throw new NbdErrorException(NbdErrorCode.EPERM.errno(), "The export is read-only");
    if (CommandFlag.FUA.in(bits)) need(flags.canFua(), "write through to stable storage");
    if (CommandFlag.FAST_ZERO.in(bits)) need(flags.canFastZero(), "refuse slow zeroing");
    int fitting =
        command == Command.WRITE_ZEROES
            ? CommandFlag.bits(CommandFlag.FUA, CommandFlag.NO_HOLE, CommandFlag.FAST_ZERO)
            : CommandFlag.FUA.bit();
    if ((bits & ~fitting) != 0)
      throw new IllegalArgumentException("Flags %#x do not go with %s".formatted(bits, command));
    return bits;
  }

  private static void need(boolean can, String what) throws NbdErrorException {
    if (!can) {
      throw new NbdErrorException(
          NbdErrorCode.ENOTSUP.errno(), "The NBD server cannot %s for this export".formatted(what));
    }
  }

  /** Whether a connection is left to send requests on. */
  public boolean isOpen() {
    return connections.open() > 0;
  }

  /** Says goodbye to the server and closes; requests still in flight fail. May be called twice. */
  @Override
  public void close() {
    connections.close();
  }
}
