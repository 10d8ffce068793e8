package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.BackupJournal;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.record.SegmentRecord;
import io.holdfast.engine.record.Tombstone;
import io.holdfast.engine.repository.FilterDriver;
import io.holdfast.engine.repository.RepositoryDriver;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Stops everything at its Nth effect, as a crash would: what was done stays, and from then on every
 * call fails. The Nth effect itself has happened or not, by choice; its caller hears of neither.
 */
final class Stopper {
  private final boolean effectHappens;
  private int left;
  private boolean stopped;

  /**
   * @param effects that happen before the one that stops
   */
  Stopper(int effects, boolean effectHappens) {
    this.left = effects;
    this.effectHappens = effectHappens;
  }

  synchronized boolean stopped() {
    return stopped;
  }

  /** One at a time, so that "the Nth" means something. */
  private synchronized <T> T effect(Supplier<T> effect) {
    check();
    if (left-- > 0) {
      return effect.get();
    }
    stopped = true;
    if (effectHappens) {
      var _ = effect.get();
    }
    throw crash();
  }

  private synchronized <T> T look(Supplier<T> look) {
    check();
    return look.get();
  }

  private void check() {
    if (stopped) {
      throw crash();
    }
  }

  private static BackupException crash() {
    return new BackupException(FailureKind.RETRYABLE, "The process was stopped.");
  }

  RepositoryDriver driver(RepositoryDriver driver) {
    return new FilterDriver(driver) {
      @Override
      public boolean put(String name, ByteBuffer content) {
        return effect(() -> super.put(name, content));
      }

      @Override
      public void replace(String name, ByteBuffer content) {
        effect(() -> {
          super.replace(name, content);
          return true;
        });
      }

      @Override
      public boolean delete(String name) {
        return effect(() -> super.delete(name));
      }

      @Override
      public int read(String name, long offsetBytes, ByteBuffer into) {
        return look(() -> super.read(name, offsetBytes, into));
      }
    };
  }

  ChunkIndex index(ChunkIndex index) {
    return new FilterIndex(index) {
      @Override
      public Map<ChunkId, ChunkLocation> find(Collection<ChunkId> ids) {
        return look(() -> index.find(ids));
      }

      @Override
      public List<ChunkLocation> findAll(ChunkId id) {
        return look(() -> index.findAll(id));
      }

      @Override
      public List<PackEntry> entries(PackId pack) {
        return look(() -> index.entries(pack));
      }

      @Override
      public boolean add(PackId pack, PackKind kind, List<PackEntry> entries, long packBytes) {
        return effect(() -> index.add(pack, kind, entries, packBytes));
      }
    };
  }

  BackupJournal journal(BackupJournal journal) {
    return new BackupJournal() {
      @Override
      public List<SegmentRecord> recorded() {
        return look(journal::recorded);
      }

      @Override
      public Set<PackId> record(List<SegmentRecord> segments, Collection<PackId> packs) {
        return effect(() -> journal.record(segments, packs));
      }
    };
  }

  PackLife life(PackLife life) {
    return new FilterLife(life) {
      @Override
      public List<Tombstone> tombstones() {
        return look(life::tombstones);
      }

      @Override
      public List<Held> holding(Collection<ChunkId> ids) {
        return look(() -> life.holding(ids));
      }

      @Override
      public void tombstone(Collection<PackSize> packs) {
        doEffect(() -> life.tombstone(packs));
      }

      @Override
      public void revive(Collection<Tombstone> tombstones) {
        doEffect(() -> life.revive(tombstones));
      }

      @Override
      public Set<PackId> beginDeleting(Collection<Tombstone> tombstones) {
        return effect(() -> life.beginDeleting(tombstones));
      }

      @Override
      public List<PackSize> deleting() {
        return look(life::deleting);
      }

      @Override
      public void gone(PackId pack) {
        doEffect(() -> life.gone(pack));
      }

      @Override
      public Set<PackId> known(Collection<PackId> packs) {
        return look(() -> life.known(packs));
      }
    };
  }

  private void doEffect(Runnable effect) {
    effect(() -> {
      effect.run();
      return true;
    });
  }
}
