package io.holdfast.engine.record;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.repository.BackupId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All records of one repository in memory, for work without a database: an offline restore, a
 * benchmark, a test. Lives as long as the process; reindexing the repository fills it.
 *
 * <p>Its one lock guards everything and stands for the database's transactions.
 */
public final class InMemoryRecords implements ChunkIndex, PackLife {
  private final Map<PackId, Pack> packs = new HashMap<>();
  private final Map<ChunkId, List<Pack>> holders = new HashMap<>();
  private final Map<BackupId, Map<Long, SegmentRecord>> journals = new LinkedHashMap<>();

  /** Also those that were given up: they have no manifest, which is what counts. */
  private final Set<BackupId> finished = new HashSet<>();

  /** Never forgotten: a writer that was slow to add its pack must hear that it is gone. */
  private final Set<PackId> gone = new HashSet<>();

  private long lastToken;
  private long lastNumber;

  private static final class Pack {
    final PackId id;
    final PackKind kind;
    final long number;
    final Map<ChunkId, PackEntry> entries = new HashMap<>();
    final Map<ChunkId, PackEntry> forgotten = new HashMap<>();
    long bytes;
    PackState state;
    long token;

    Pack(long number, PackId id, PackKind kind, long bytes, PackState state) {
      this.number = number;
      this.id = id;
      this.kind = kind;
      this.bytes = bytes;
      this.state = state;
    }

    boolean usable() {
      return state == PackState.LIVE || state == PackState.TOMBSTONED;
    }

    @Nullable ChunkLocation locate(ChunkId chunk) {
      PackEntry entry = entries.get(chunk);
      return entry == null ? null : ChunkLocation.of(id, kind, entry);
    }
  }

  @Override
  public synchronized Map<ChunkId, ChunkLocation> find(Collection<ChunkId> ids) {
    Map<ChunkId, ChunkLocation> found = new HashMap<>();
    for (ChunkId id : ids) {
      locations(id).findFirst().ifPresent(location -> found.put(id, location));
    }
    return found;
  }

  @Override
  public synchronized List<ChunkLocation> findAll(ChunkId id) {
    return locations(id).toList();
  }

  @Override
  public synchronized List<PackEntry> entries(PackId id) {
    Pack pack = packs.get(id);
    return pack == null || !pack.usable() ? List.of() : List.copyOf(pack.entries.values());
  }

  private Stream<ChunkLocation> locations(ChunkId id) {
    return holders.getOrDefault(id, List.of()).stream()
        .filter(Pack::usable)
        .sorted(
            Comparator.comparing((Pack pack) -> pack.state)
                .thenComparing(pack -> pack.number, Comparator.reverseOrder()))
        .flatMap(pack -> Stream.ofNullable(pack.locate(id)));
  }

  @Override
  public synchronized boolean add(
      PackId id, PackKind kind, List<PackEntry> entries, long packBytes) {
    if (gone.contains(id)) {
      return false;
    }
    Pack pack =
        packs.computeIfAbsent(
            id, key -> new Pack(++lastNumber, id, kind, packBytes, PackState.LIVE));
    if (!pack.usable()) {
      return false;
    }
    pack.state = PackState.LIVE;
    pack.bytes = packBytes;
    entries.forEach(entry -> hold(pack, entry));
    return true;
  }

  private void hold(Pack pack, PackEntry entry) {
    if (pack.entries.put(entry.id(), entry) == null) {
      holders.computeIfAbsent(entry.id(), key -> new ArrayList<>(1)).add(pack);
    }
  }

  @Override
  public synchronized void forget(PackId id, Collection<ChunkId> ids) {
    Pack pack = packs.get(id);
    if (pack != null) {
      for (ChunkId chunk : ids) {
        PackEntry entry = pack.entries.get(chunk);
        if (entry != null) {
          pack.forgotten.put(chunk, entry);
          drop(pack, chunk);
        }
      }
    }
  }

  @Override
  public synchronized List<ChunkLocation> forgotten(ChunkId id) {
    return packs.values().stream()
        .filter(pack -> pack.usable() && pack.forgotten.containsKey(id))
        .map(pack -> ChunkLocation.of(pack.id, pack.kind, pack.forgotten.get(id)))
        .toList();
  }

  @Override
  public synchronized void remember(PackId id, ChunkId chunk) {
    Pack pack = packs.get(id);
    PackEntry entry = pack == null ? null : pack.forgotten.remove(chunk);
    if (pack != null && entry != null) {
      hold(pack, entry);
    }
  }

  private void drop(Pack pack, ChunkId chunk) {
    pack.entries.remove(chunk);
    holders.computeIfPresent(
        chunk,
        (key, list) -> {
          list.remove(pack);
          return list.isEmpty() ? null : list;
        });
  }

  @Override
  public synchronized List<Tombstone> tombstones() {
    return packs.values().stream()
        .filter(pack -> pack.state == PackState.TOMBSTONED)
        .map(pack -> new Tombstone(pack.id, pack.kind, pack.token))
        .toList();
  }

  @Override
  public void recordedSegments(Consumer<ChunkId> segmentIds) {
    List<ChunkId> ids;
    synchronized (this) {
      ids =
          journals.values().stream()
              .flatMap(journal -> journal.values().stream())
              .map(SegmentRecord::segmentId)
              .toList();
    }
    ids.forEach(segmentIds);
  }

  @Override
  public synchronized List<Held> holding(Collection<ChunkId> ids) {
    List<Held> holding = new ArrayList<>();
    for (ChunkId id : ids) {
      List<Pack> places = holders.getOrDefault(id, List.of());
      long latest =
          places.stream()
              .filter(pack -> pack.state == PackState.LIVE)
              .mapToLong(pack -> pack.number)
              .max()
              .orElse(0);
      for (Pack pack : places) {
        PackEntry entry = pack.entries.get(id);
        if (pack.number >= latest && entry != null) {
          holding.add(new Held(id, pack.id, entry.offsetBytes(), entry.storedBytes()));
        }
      }
    }
    return holding;
  }

  @Override
  public void usablePacks(Consumer<PackSize> found) {
    select(Pack::usable).forEach(found);
  }

  @Override
  public List<PackSize> deleting() {
    return select(pack -> pack.state == PackState.DELETING);
  }

  private synchronized List<PackSize> select(Predicate<Pack> condition) {
    return packs.values().stream()
        .filter(condition)
        .map(pack -> new PackSize(pack.id, pack.kind, pack.bytes))
        .toList();
  }

  @Override
  public synchronized void tombstone(Collection<PackSize> sizes) {
    for (PackSize size : sizes) {
      if (gone.contains(size.pack())) {
        continue;
      }
      Pack pack =
          packs.computeIfAbsent(
              size.pack(),
              key ->
                  new Pack(++lastNumber, size.pack(), size.kind(), size.bytes(), PackState.LIVE));
      if (pack.state == PackState.LIVE) {
        pack.state = PackState.TOMBSTONED;
        pack.token = ++lastToken;
      }
    }
  }

  @Override
  public synchronized void revive(Collection<Tombstone> tombstones) {
    move(tombstones, PackState.LIVE);
  }

  @Override
  public synchronized Set<PackId> beginDeleting(Collection<Tombstone> tombstones) {
    return move(tombstones, PackState.DELETING);
  }

  private Set<PackId> move(Collection<Tombstone> tombstones, PackState to) {
    Set<PackId> moved = new HashSet<>();
    for (Tombstone tombstone : tombstones) {
      Pack pack = packs.get(tombstone.pack());
      if (pack != null && pack.state == PackState.TOMBSTONED && pack.token == tombstone.token()) {
        pack.state = to;
        moved.add(pack.id);
      }
    }
    return moved;
  }

  @Override
  public synchronized void gone(PackId id) {
    Pack pack = packs.get(id);
    if (pack != null && pack.state == PackState.DELETING) {
      List.copyOf(pack.entries.keySet()).forEach(chunk -> drop(pack, chunk));
      packs.remove(id);
      gone.add(id);
    }
  }

  @Override
  public synchronized Set<PackId> known(Collection<PackId> ids) {
    Set<PackId> known = new HashSet<>(ids);
    known.retainAll(packs.keySet());
    return known;
  }

  /** The journal of a backup, new or begun before; open until {@link #endJournal}. */
  public synchronized BackupJournal journal(BackupId backup) {
    journals.computeIfAbsent(backup, id -> new TreeMap<>());
    return new Journal(backup);
  }

  /** Drops what was recorded of a backup, after its manifest is durable or it was given up. */
  public synchronized void endJournal(BackupId backup) {
    journals.remove(backup);
    finished.add(backup);
  }

  @Override
  public void backups(Consumer<RecordedBackup> backups) {
    Set<BackupId> all;
    synchronized (this) {
      all = Set.copyOf(finished);
    }
    // Deleting and giving up are not recorded here, so that a manifest may rightly be missing.
    all.forEach(id -> backups.accept(new RecordedBackup(id, false)));
  }

  @Override
  public Set<BackupId> deleted(Collection<BackupId> backups) {
    return Set.of();
  }

  private final class Journal implements BackupJournal {
    private final BackupId backup;

    Journal(BackupId backup) {
      this.backup = backup;
    }

    @Override
    public List<SegmentRecord> recorded() {
      synchronized (InMemoryRecords.this) {
        return List.copyOf(journals.getOrDefault(backup, Map.of()).values());
      }
    }

    @Override
    public Set<PackId> record(List<SegmentRecord> segments, Collection<PackId> used) {
      synchronized (InMemoryRecords.this) {
        Set<PackId> lost = new HashSet<>();
        for (PackId id : used) {
          Pack pack = packs.get(id);
          if (pack == null || !pack.usable()) {
            lost.add(id);
          }
        }
        Map<Long, SegmentRecord> journal = journals.get(backup);
        if (journal == null) {
          throw new IllegalStateException("the journal of backup " + backup + " was ended");
        }
        if (lost.isEmpty()) {
          used.forEach(id -> Objects.requireNonNull(packs.get(id)).state = PackState.LIVE);
          segments.forEach(segment -> journal.put(segment.ordinal(), segment));
        }
        return lost;
      }
    }
  }
}
