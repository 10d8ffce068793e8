package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.repository.Repository;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a repository's index that one backup needs, made from the packs' own indexes, in
 * memory. A reclaim that runs at the same time may move chunks into new packs and remove the old
 * ones; since the new ones are durable first, looking again once a pack is gone finds them.
 *
 * <p>The lock makes all who miss a pack wait for one look.
 */
final class OfflineIndex implements ChunkIndex {
  private final Repository repository;
  private final InMemoryRecords known;
  private final Reindex reindex;
  private final Map<PackKind, Set<ChunkId>> wanted = new EnumMap<>(PackKind.class);

  /** Packs whose chunks have been looked for since they were gone. */
  private final Set<PackId> gone = new HashSet<>();

  /**
   * @param reindex of {@code known}; kept, so that it reads each pack once
   */
  OfflineIndex(Repository repository, InMemoryRecords known, Reindex reindex) {
    this.repository = repository;
    this.known = known;
    this.reindex = reindex;
  }

  /** Finds out where these chunks or segments are; damaged packs are passed over. */
  synchronized void need(PackKind kind, Set<ChunkId> ids) {
    wanted.put(kind, ids);
    look(kind);
    if (known.find(ids).size() < ids.stream().filter(id -> !id.isZero()).count()) {
      // A pack may have been removed between the list and the look into it.
      look(kind);
    }
  }

  private void look(PackKind kind) {
    reindex.run(kind, wanted.getOrDefault(kind, Set.of())::contains);
  }

  @Override
  public Map<ChunkId, ChunkLocation> find(Collection<ChunkId> ids) {
    return known.find(ids);
  }

  @Override
  public synchronized List<ChunkLocation> findAll(ChunkId id) {
    for (ChunkLocation place : known.findAll(id)) {
      if (!gone.contains(place.pack()) && !repository.packs().exists(place.pack(), place.kind())) {
        look(place.kind());
        gone.add(place.pack());
      }
    }
    return known.findAll(id);
  }

  @Override
  public List<PackEntry> entries(PackId pack) {
    return known.entries(pack);
  }

  @Override
  public boolean add(PackId pack, PackKind kind, List<PackEntry> entries, long packBytes) {
    return known.add(pack, kind, entries, packBytes);
  }

  /** Forgets nothing: that a place is in a pack that is gone is how moved chunks are found. */
  @Override
  public void forget(PackId pack, Collection<ChunkId> ids) {}

  @Override
  public List<ChunkLocation> forgotten(ChunkId id) {
    return List.of();
  }

  @Override
  public void remember(PackId pack, ChunkId id) {}
}
