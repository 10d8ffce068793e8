package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers chunks that were proven a moment ago, so that a verify of many backups reads what they
 * share once. Its memory is fixed: it may forget, never invent (two ids share 64 random bits of one
 * place once in 2⁶⁴).
 */
public final class ProvenChunks {
  /** 32 MiB, for as many chunks as 4 TiB have. */
  private static final int SLOTS = 1 << 22;

  private final AtomicLongArray slots;

  public ProvenChunks() {
    this(SLOTS);
  }

  private ProvenChunks(int slots) {
    this.slots = new AtomicLongArray(slots);
  }

  /** Remembers next to nothing, for a single backup. */
  static ProvenChunks none() {
    return new ProvenChunks(1);
  }

  void add(ChunkId id) {
    slots.set(slot(id), id.b());
  }

  boolean contains(ChunkId id) {
    return id.b() != 0 && slots.get(slot(id)) == id.b();
  }

  private int slot(ChunkId id) {
    return (int) Long.remainderUnsigned(id.a(), slots.length());
  }
}
