package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Passes everything on; tests override what they want to be different. */
class FilterIndex implements ChunkIndex {
  private final ChunkIndex index;

  FilterIndex(ChunkIndex index) {
    this.index = index;
  }

  @Override
  public Map<ChunkId, ChunkLocation> find(Collection<ChunkId> ids) {
    return index.find(ids);
  }

  @Override
  public List<ChunkLocation> findAll(ChunkId id) {
    return index.findAll(id);
  }

  @Override
  public List<PackEntry> entries(PackId pack) {
    return index.entries(pack);
  }

  @Override
  public boolean add(PackId pack, PackKind kind, List<PackEntry> entries, long packBytes) {
    return index.add(pack, kind, entries, packBytes);
  }

  @Override
  public void forget(PackId pack, Collection<ChunkId> ids) {
    index.forget(pack, ids);
  }

  @Override
  public List<ChunkLocation> forgotten(ChunkId id) {
    return index.forgotten(id);
  }

  @Override
  public void remember(PackId pack, ChunkId id) {
    index.remember(pack, id);
  }
}
