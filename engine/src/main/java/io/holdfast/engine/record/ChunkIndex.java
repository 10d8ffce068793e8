package io.holdfast.engine.record;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which chunks and segments one repository holds, and where. Safe from many threads; every call is
 * one transaction.
 *
 * <p>One id may lie in several packs, for instance after two workers stored it at once. All places
 * are kept: dropping one would make a pack look unneeded that a backup relies upon.
 *
 * @see "docs/decisions/007-reclaiming.md"
 */
public interface ChunkIndex {
  /**
   * A place for each id that is held, in a pack that is {@link PackState#LIVE} or {@link
   * PackState#TOMBSTONED}; live ones are preferred. Ids not held are missing from the result.
   *
   * @param ids at most some thousands
   */
  Map<ChunkId, ChunkLocation> find(Collection<ChunkId> ids);

  /** Every such place of one id; asked when the content at one of them is damaged. */
  List<ChunkLocation> findAll(ChunkId id);

  /** What the index has of one pack that is live or tombstoned; else nothing. */
  List<PackEntry> entries(PackId pack);

  /**
   * Makes a durable pack known, as live, with its frames. A tombstoned pack becomes live again (a
   * reclaim may have met the object before this call). Calling it again changes nothing.
   *
   * @param packBytes size of the whole object
   * @return false if the pack is already deleting or gone: nothing is added, and the caller stores
   *     the chunks again
   */
  boolean add(PackId pack, PackKind kind, List<PackEntry> entries, long packBytes);

  /**
   * Puts aside what was found damaged in one pack, so that a backup that meets the content stores
   * it anew; other places of the same ids stay.
   */
  void forget(PackId pack, Collection<ChunkId> ids);

  /**
   * Every place of one id that was put aside, in packs that are live or tombstoned: where to look
   * before it is given up for lost, as a disk may have been mended or an object put back.
   */
  List<ChunkLocation> forgotten(ChunkId id);

  /** What was put aside in a pack is intact after all: it is found again. */
  void remember(PackId pack, ChunkId id);
}
