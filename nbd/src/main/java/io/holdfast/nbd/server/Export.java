package io.holdfast.nbd.server;

import io.holdfast.nbd.BlockSizes;
import io.holdfast.nbd.ExportFlags;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One device on offer, with the gate that every request goes through to reach it. */
final class Export {
  static final BlockSizes BLOCK_SIZES = new BlockSizes(1, 4096, 32 << 20);

  private final String name;
  private final byte[] nameDigest;
  private final ExportDevice device;
  private final ExportFlags flags;

  /** Guards all below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition idle = lock.newCondition();
  private final Set<ServerConnection> connections = new HashSet<>();
  private int running;
  private boolean withdrawn;

  Export(String name, ExportDevice device, ExportMode mode) {
    this.name = name;
    this.nameDigest = digest(name);
    this.device = device;
    this.flags = mode == ExportMode.READ_ONLY ? ExportFlags.full().readOnly() : ExportFlags.full();
  }

  /**
   * Digests are compared instead of names, so that not even a name's length shows in the time it
   * takes.
   */
  static byte[] digest(String name) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  String name() {
    return name;
  }

  boolean isNamed(byte[] digest) {
    return MessageDigest.isEqual(nameDigest, digest);
  }

  ExportDevice device() {
    return device;
  }

  ExportFlags flags() {
    return flags;
  }

  /** A connection opens the export; false when it has been withdrawn. */
  boolean join(ServerConnection connection) {
    lock.lock();
    try {
      return !withdrawn && connections.add(connection);
    } finally {
      lock.unlock();
    }
  }

  void leave(ServerConnection connection) {
    lock.lock();
    try {
      connections.remove(connection);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A request is about to touch the device, and must {@link #exit} afterwards; false when it may
   * not.
   */
  boolean enter() {
    lock.lock();
    try {
      if (withdrawn) return false;
      running++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void exit() {
    lock.lock();
    try {
      running--;
      if (running == 0) idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nothing begin any more and cuts all connections. */
  void withdraw() {
    List<ServerConnection> cut;
    lock.lock();
    try {
      withdrawn = true;
      cut = List.copyOf(connections);
    } finally {
      lock.unlock();
    }
    for (ServerConnection connection : cut) connection.cut();
  }

  /** Waits until no request is inside the device; false when the time is over first. */
  boolean awaitIdle(Duration patience) throws InterruptedException {
    long nanosLeft = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (running > 0 && nanosLeft > 0) nanosLeft = idle.awaitNanos(nanosLeft);
      return running == 0;
    } finally {
      lock.unlock();
    }
  }
}
