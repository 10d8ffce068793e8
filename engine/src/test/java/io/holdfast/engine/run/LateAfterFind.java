package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets something else happen once, between an answer of the index and its use. */
final class LateAfterFind extends FilterIndex {
  private final Runnable meanwhile;
  private final AtomicBoolean happened = new AtomicBoolean();

  LateAfterFind(ChunkIndex index, Runnable meanwhile) {
    super(index);
    this.meanwhile = meanwhile;
  }

  @Override
  public Map<ChunkId, ChunkLocation> find(Collection<ChunkId> ids) {
    Map<ChunkId, ChunkLocation> found = super.find(ids);
    if (!found.isEmpty() && happened.compareAndSet(false, true)) {
      meanwhile.run();
    }
    return found;
  }
}
