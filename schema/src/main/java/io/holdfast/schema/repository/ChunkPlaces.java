package io.holdfast.schema.repository;

import static io.holdfast.schema.generated.Tables.CHUNK;
import static io.holdfast.schema.generated.Tables.DAMAGED_CHUNK;
import static io.holdfast.schema.generated.Tables.PACK;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.holdfast.schema.Clock;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record6;
import org.jooq.Table;

/**
 * The index of one repository: which chunks and segments it holds, and where. An id may lie in
 * several packs, and each place is kept. Safe from many threads; every call is one transaction.
 *
 * <p>The two statements that every chunk of a backup passes speak JDBC: it sends arrays as bytes,
 * where jOOQ makes a text of them first, which costs a backup more than the database's answer.
 */
public final class ChunkPlaces {

  // distinct on: of several places a live one is preferred, so that a reference seldom has to
  // revive a pack.
  private static final String FIND =
      """
      select distinct on (chunk.id)
        chunk.id, pack.id, pack.kind, chunk.offset_bytes, chunk.stored_bytes, chunk.plain_bytes
      from unnest(?) as wanted (id)
        join chunk on chunk.repository_number = ? and chunk.id = wanted.id
        join pack on pack.number = chunk.pack_number
      where pack.state in ('live', 'tombstoned')
      order by chunk.id, pack.state <> 'live', pack.number desc
      """;

  // Sorted, so that two workers that add the same chunks wait for each other in one direction only.
  private static final String ADD =
      """
      insert into chunk (pack_number, repository_number, offset_bytes, stored_bytes, plain_bytes, id)
      select ?, ?, frame.offset_bytes, frame.stored_bytes, frame.plain_bytes, frame.id
      from unnest(?, ?, ?, ?) as frame (id, offset_bytes, stored_bytes, plain_bytes)
      order by frame.id
      on conflict do nothing
      """;

  private static final String FORGET =
      """
      with damaged as (
        delete from chunk
        where repository_number = {0} and id = any({1}) and pack_number = (select number from pack where id = {2})
        returning *)
      insert into damaged_chunk select * from damaged on conflict do nothing
      """;

  private static final String REMEMBER =
      """
      with intact as (
        delete from damaged_chunk
        where repository_number = {0} and id = {1}
          and pack_number = (select number from pack where id = {2} and state in ('live', 'tombstoned') for share)
        returning *)
      insert into chunk select * from intact on conflict do nothing
      """;

  private final DSLContext database;
  private final int repositoryNumber;

  /**
   * @param repositoryNumber {@link Repository#number()}
   */
  public ChunkPlaces(DSLContext database, int repositoryNumber) {
    this.database = database;
    this.repositoryNumber = repositoryNumber;
  }

  /**
   * One place for each id that is held in a pack that is live or tombstoned; at most some thousands
   * of ids a call.
   */
  public List<ChunkPlace> find(Collection<byte[]> ids) {
    return database.connectionResult(connection -> {
      try (PreparedStatement find = connection.prepareStatement(FIND)) {
        find.setArray(1, connection.createArrayOf("bytea", ids.toArray(byte[][]::new)));
        find.setInt(2, repositoryNumber);
        List<ChunkPlace> places = new ArrayList<>();
        try (ResultSet rows = find.executeQuery()) {
          while (rows.next()) {
            places.add(
                new ChunkPlace(
                    rows.getBytes(1),
                    rows.getObject(2, UUID.class),
                    PackKind.of(rows.getString(3)),
                    rows.getInt(4),
                    rows.getInt(5),
                    rows.getInt(6)));
          }
        }
        return places;
      }
    });
  }

  private static ChunkPlace place(Record6<byte[], UUID, PackKind, Integer, Integer, Integer> row) {
    return new ChunkPlace(
        row.value1(), row.value2(), row.value3(), row.value4(), row.value5(), row.value6());
  }

  /** Every place of one id in packs that are live or tombstoned, the live ones first. */
  public List<ChunkPlace> findAll(byte[] id) {
    return places(CHUNK, id);
  }

  /** The same of what was put aside as damaged. */
  public List<ChunkPlace> forgotten(byte[] id) {
    return places(DAMAGED_CHUNK, id);
  }

  private List<ChunkPlace> places(Table<?> chunk, byte[] id) {
    return database
        .select(
            field(chunk, CHUNK.ID),
            PACK.ID,
            PACK.KIND,
            field(chunk, CHUNK.OFFSET_BYTES),
            field(chunk, CHUNK.STORED_BYTES),
            field(chunk, CHUNK.PLAIN_BYTES))
        .from(chunk)
        .join(PACK)
        .on(PACK.NUMBER.eq(field(chunk, CHUNK.PACK_NUMBER)))
        .where(
            field(chunk, CHUNK.REPOSITORY_NUMBER).eq(repositoryNumber),
            field(chunk, CHUNK.ID).eq(id),
            PACK.STATE.in(PackState.LIVE, PackState.TOMBSTONED))
        .orderBy(PACK.STATE, PACK.NUMBER.desc())
        .fetch(ChunkPlaces::place);
  }

  private static <T> Field<T> field(Table<?> chunk, Field<T> column) {
    return Objects.requireNonNull(chunk.field(column));
  }

  /** What is known of one pack that is live or tombstoned; else nothing. */
  public List<ChunkFrame> frames(UUID packId) {
    return database
        .select(CHUNK.ID, CHUNK.OFFSET_BYTES, CHUNK.STORED_BYTES, CHUNK.PLAIN_BYTES)
        .from(CHUNK)
        .join(PACK)
        .on(PACK.NUMBER.eq(CHUNK.PACK_NUMBER))
        .where(PACK.ID.eq(packId), PACK.STATE.in(PackState.LIVE, PackState.TOMBSTONED))
        .orderBy(CHUNK.OFFSET_BYTES)
        .fetch(row -> new ChunkFrame(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  /**
   * Makes a durable pack known, as live, with what it holds. Called again it changes nothing but to
   * bring a tombstoned pack back. False: the pack is deleting or gone, nothing is added.
   */
  public boolean add(UUID packId, PackKind kind, long packBytes, List<ChunkFrame> frames) {
    return database.transactionResult(transaction -> {
      DSLContext here = transaction.dsl();
      // Locks the pack whatever its state, so that it cannot begin to be deleted before its frames
      // are there.
      Record pack =
          here.insertInto(PACK)
              .set(PACK.ID, packId)
              .set(PACK.REPOSITORY_NUMBER, repositoryNumber)
              .set(PACK.KIND, kind)
              .set(PACK.STATE, PackState.LIVE)
              .set(PACK.SIZE_BYTES, packBytes)
              .onConflict(PACK.ID)
              .doUpdate()
              .set(
                  PACK.STATE,
                  when(PACK.STATE.eq(PackState.TOMBSTONED), val(PackState.LIVE, PACK.STATE))
                      .else_(PACK.STATE))
              .set(
                  PACK.CHANGED_AT,
                  when(PACK.STATE.eq(PackState.TOMBSTONED), Clock.now()).else_(PACK.CHANGED_AT))
              .returningResult(PACK.NUMBER, PACK.STATE)
              .fetchSingle();
      if (pack.get(PACK.STATE) != PackState.LIVE) {
        return false;
      }
      here.connection(connection -> addTo(pack.get(PACK.NUMBER), frames, connection));
      return true;
    });
  }

  private void addTo(long pack, List<ChunkFrame> frames, Connection connection)
      throws SQLException {
    try (PreparedStatement add = connection.prepareStatement(ADD)) {
      add.setLong(1, pack);
      add.setInt(2, repositoryNumber);
      add.setArray(3, array(connection, "bytea", frames, byte[][]::new, ChunkFrame::id));
      add.setArray(4, array(connection, "int4", frames, Integer[]::new, ChunkFrame::offsetBytes));
      add.setArray(5, array(connection, "int4", frames, Integer[]::new, ChunkFrame::storedBytes));
      add.setArray(6, array(connection, "int4", frames, Integer[]::new, ChunkFrame::plainBytes));
      add.executeUpdate();
    }
  }

  private static <T> Array array(
      Connection connection,
      String type,
      List<ChunkFrame> frames,
      IntFunction<T[]> room,
      Function<ChunkFrame, T> value)
      throws SQLException {
    return connection.createArrayOf(type, frames.stream().map(value).toArray(room));
  }

  /** Puts aside what was found damaged in one pack; other places of the same ids stay. */
  public void forget(UUID packId, Collection<byte[]> ids) {
    database
        .query(FORGET, val(repositoryNumber), val(ids.toArray(byte[][]::new)), val(packId))
        .execute();
  }

  /** Takes back what was put aside in a pack that is live or tombstoned. */
  public void remember(UUID packId, byte[] id) {
    database.query(REMEMBER, val(repositoryNumber), val(id), val(packId)).execute();
  }
}
