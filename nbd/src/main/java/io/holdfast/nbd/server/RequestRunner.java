package io.holdfast.nbd.server;

import io.holdfast.nbd.CommandFlag;
import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.protocol.Negotiation;
import io.holdfast.nbd.server.ExportDevice.ZeroMode;
import io.holdfast.nbd.server.ServerRequest.Valid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests out on the device and sends the replies. Every touch of the device goes through
 * the export's gate.
 */
final class RequestRunner {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRunner.class);
  private static final int MAX_EXTENTS = 4096;

  /**
   * Where data and holes are can take a file system long to tell. A client that has chosen other
   * contexts beside mostly wants those: it is told what is found at once, and asks on if need be.
   */
  private static final long ALLOCATION_BESIDE_OTHERS_NANOS = Duration.ofMillis(1).toNanos();

  private static final int EXTENTS_AT_ONCE = 8;

  /** Long zeroing goes in steps, so that withdrawing an export need not wait for gigabytes. */
  private static final long STEP_BYTES = 32 << 20;

  /** Shorter content is copied as quickly as it is sent without. */
  private static final int LEAST_SENT_BYTES = 64 * 1024;

  private final Export export;
  private final ExportDevice device;
  private final Replies replies;
  private final ConnectionMemory memory;
  private final List<String> contexts;

  RequestRunner(OpenExport open, Replies replies, ConnectionMemory memory) {
    this.export = open.export();
    this.device = open.export().device();
    this.replies = replies;
    this.memory = memory;
    this.contexts = open.contexts();
  }

  /** The export was withdrawn: the request did nothing, and the connection ends. */
  static final class Withdrawn extends IOException {
    private static final long serialVersionUID = 1;

    Withdrawn() {
      super("The export was withdrawn");
    }
  }

  private interface DeviceCall {
    void run() throws IOException;
  }

  void run(Valid request) throws IOException {
    switch (request.command()) {
      case READ -> read(request);
      case WRITE -> write(request);
      case WRITE_ZEROES -> reply(request, () -> zero(request));
      case TRIM -> reply(request, () -> trim(request));
      case FLUSH -> reply(request, () -> gated(device::flush));
      case BLOCK_STATUS -> status(request);
      case DISCONNECT -> throw new IllegalStateException("A goodbye is not to be run");
    }
  }

  private void read(Valid request) throws IOException {
    int length = (int) request.length();
    if (length >= LEAST_SENT_BYTES && replies.sendsFiles() && sendFile(request)) return;
    ByteBuffer data;
    try {
      data = memory.take(length);
    } catch (OutOfMemoryError e) {
      replies.error(request.cookie(), NbdErrorCode.ENOMEM, "no memory");
      return;
    }
    try {
      if (attempt(request, () -> gated(() -> device.read(request.offset(), data)))) {
        replies.data(request.cookie(), request.offset(), data.flip());
      }
    } finally {
      memory.give(data, length);
    }
  }

  /** Inside the gate, as the device is read while it is sent; false if it must be read. */
  private boolean sendFile(Valid request) throws IOException {
    long offset = request.offset();
    int length = (int) request.length();
    List<FileChannel> file = new ArrayList<>(1);
    DeviceCall find = () -> device.file(offset, length).ifPresent(file::add);
    if (!attempt(request, () -> gated(find))) return true;
    if (file.isEmpty()) return false;
    gated(() -> replies.data(request.cookie(), offset, length, file.getFirst()));
    return true;
  }

  private void write(Valid request) throws IOException {
    ByteBuffer data = request.data();
    if (data == null) throw new IllegalStateException("A write came without its data");
    boolean written;
    try {
      written =
          attempt(
              request,
              () -> {
                gated(() -> device.write(request.offset(), data));
                flushIfAsked(request);
              });
    } finally {
      memory.give(data, (int) request.length());
    }
    if (written) replies.done(request.cookie());
  }

  private void zero(Valid request) throws IOException {
    boolean fast = CommandFlag.FAST_ZERO.in(request.flags());
    boolean keep = CommandFlag.NO_HOLE.in(request.flags());
    ZeroMode mode =
        fast
            ? (keep ? ZeroMode.FAST_KEEP_ALLOCATED : ZeroMode.FAST_ALLOW_HOLE)
            : (keep ? ZeroMode.KEEP_ALLOCATED : ZeroMode.ALLOW_HOLE);
    long end = request.offset() + request.length();
    for (long at = request.offset(); at < end; at += STEP_BYTES) {
      long from = at;
      gated(() -> device.zero(from, Math.min(STEP_BYTES, end - from), mode));
    }
    flushIfAsked(request);
  }

  private void trim(Valid request) throws IOException {
    gated(() -> device.trim(request.offset(), request.length()));
    flushIfAsked(request);
  }

  private void flushIfAsked(Valid request) throws IOException {
    if (CommandFlag.FUA.in(request.flags())) gated(device::flush);
  }

  private void status(Valid request) throws IOException {
    int max = CommandFlag.REQ_ONE.in(request.flags()) ? 1 : MAX_EXTENTS;
    List<List<NbdExtent>> extents = new ArrayList<>();
    if (attempt(
        request,
        () -> {
          for (String context : contexts) {
            gated(() -> extents.add(extents(context, request, max)));
          }
        })) {
      replies.status(request.cookie(), extents);
    }
  }

  private List<NbdExtent> extents(String context, Valid request, int max) throws IOException {
    if (!context.equals(Negotiation.BASE_ALLOCATION)) {
      return device.extents(context, request.offset(), request.length(), max);
    }
    return contexts.size() == 1
        ? device.extents(request.offset(), request.length(), max)
        : firstExtents(request, max);
  }

  private List<NbdExtent> firstExtents(Valid request, int max) throws IOException {
    long start = System.nanoTime();
    long end = request.offset() + request.length();
    List<NbdExtent> found = new ArrayList<>();
    long at = request.offset();
    do {
      int more = Math.min(EXTENTS_AT_ONCE, max - found.size());
      found.addAll(device.extents(at, end - at, more));
      at = found.getLast().end();
    } while (at < end
        && found.size() < max
        && System.nanoTime() - start < ALLOCATION_BESIDE_OTHERS_NANOS);
    return found;
  }

  private void reply(Valid request, DeviceCall call) throws IOException {
    if (attempt(request, call)) replies.done(request.cookie());
  }

  private void gated(DeviceCall call) throws IOException {
    if (!export.enter()) throw new Withdrawn();
    try {
      call.run();
    } finally {
      export.exit();
    }
  }

  /** Whether it went well; otherwise the client has been told. */
  private boolean attempt(Valid request, DeviceCall call) throws IOException {
    try {
      call.run();
      return true;
    } catch (Withdrawn e) {
      throw e;
    } catch (DeviceException e) {
      LOG.debug(
          "{} of {} bytes at {} failed", request.command(), request.length(), request.offset(), e);
      replies.error(request.cookie(), e.code(), "the device refuses");
    } catch (IOException e) {
      LOG.warn(
          "{} of {} bytes at {} failed", request.command(), request.length(), request.offset(), e);
      replies.error(request.cookie(), NbdErrorCode.EIO, "the device failed");
    } catch (RuntimeException e) {
      LOG.error(
          "{} of {} bytes at {} met a bug",
          request.command(),
          request.length(),
          request.offset(),
          e);
      replies.error(request.cookie(), NbdErrorCode.EIO, "the device failed");
    }
    return false;
  }
}
