package io.holdfast.worker.record;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.schema.repository.ChunkFrame;
import io.holdfast.schema.repository.ChunkPlace;
import io.holdfast.schema.repository.ChunkPlaces;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/** The index of one repository's chunks, in the database. */
public final class DatabaseChunkIndex implements ChunkIndex {

  private final ChunkPlaces places;
  private final DatabasePatience patience;

  /**
   * @param repositoryNumber of the repository's row
   */
  public DatabaseChunkIndex(DSLContext database, int repositoryNumber, DatabasePatience patience) {
    this.places = new ChunkPlaces(database, repositoryNumber);
    this.patience = patience;
  }

  @Override
  public Map<ChunkId, ChunkLocation> find(Collection<ChunkId> ids) {
    List<byte[]> wanted = ids.stream().map(ChunkId::toBytes).toList();
    Map<ChunkId, ChunkLocation> found = new HashMap<>();
    for (ChunkPlace place : patience.call(() -> places.find(wanted))) {
      found.put(ChunkId.of(place.id()), location(place));
    }
    return found;
  }

  @Override
  public List<ChunkLocation> findAll(ChunkId id) {
    return patience.call(() -> places.findAll(id.toBytes())).stream()
        .map(DatabaseChunkIndex::location)
        .toList();
  }

  @Override
  public List<ChunkLocation> forgotten(ChunkId id) {
    return patience.call(() -> places.forgotten(id.toBytes())).stream()
        .map(DatabaseChunkIndex::location)
        .toList();
  }

  @Override
  public void remember(PackId pack, ChunkId id) {
    patience.call(() -> {
      places.remember(pack.toUuid(), id.toBytes());
      return true;
    });
  }

  private static ChunkLocation location(ChunkPlace place) {
    return new ChunkLocation(
        PackId.of(place.packId()),
        Packs.kind(place.kind()),
        place.offsetBytes(),
        place.storedBytes(),
        place.plainBytes());
  }

  @Override
  public List<PackEntry> entries(PackId pack) {
    return patience.call(() -> places.frames(pack.toUuid())).stream()
        .map(frame ->
            new PackEntry(
                ChunkId.of(frame.id()),
                frame.offsetBytes(),
                frame.storedBytes(),
                frame.plainBytes()))
        .toList();
  }

  @Override
  public boolean add(PackId pack, PackKind kind, List<PackEntry> entries, long packBytes) {
    List<ChunkFrame> frames =
        entries.stream()
            .map(e ->
                new ChunkFrame(e.id().toBytes(), e.offsetBytes(), e.storedBytes(), e.plainBytes()))
            .toList();
    return patience.call(() -> places.add(pack.toUuid(), Packs.kind(kind), packBytes, frames));
  }

  @Override
  public void forget(PackId pack, Collection<ChunkId> ids) {
    List<byte[]> damaged = ids.stream().map(ChunkId::toBytes).toList();
    patience.call(() -> {
      places.forget(pack.toUuid(), damaged);
      return true;
    });
  }
}
