package io.holdfast.schema.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.testing.EmbeddedDatabase;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the index takes to answer when it is large. Not for every day: a hundred million chunks
 * need 20 GB in {@code TMPDIR} and a quarter of an hour.
 *
 * <pre>mvn -pl schema -am verify -Dtest=LargeIndexIT -Dholdfast.index.chunks=100000000</pre>
 */
@EnabledIfSystemProperty(named = LargeIndexIT.CHUNKS, matches = "\\d+")
final class LargeIndexIT {

  static final String CHUNKS = "holdfast.index.chunks";

  private static final Logger log = LoggerFactory.getLogger(LargeIndexIT.class);
  private static final int BATCH = 1024;
  private static final int BATCHES = 400;
  private static final int CHUNKS_A_PACK = 60;

  @RegisterExtension static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

  private final DSLContext database = DATABASE.context();

  @Test
  void a_large_index_answers() throws Exception {
    long chunks = Long.getLong(CHUNKS);
    Repositories repositories = new Repositories(database);
    UUID id =
        repositories
            .create(new NewRepository("large", "posix", "/nowhere", Map.of(), false, null))
            .orElseThrow();
    int number = repositories.find(id).orElseThrow().number();
    fill(number, chunks);
    // One connection, as a worker keeps its own: to make one takes longer than the answer.
    List<Double> millis =
        database.connectionResult(connection ->
            ask(new ChunkPlaces(DSL.using(connection, SQLDialect.POSTGRES), number), chunks));
    log.warn(
        "Of {} chunks, batches of {} ids: first {} ms, median of the first tenth {}, median of all"
            + " {}, slowest hundredth {}",
        chunks,
        BATCH,
        millis.getFirst(),
        quantile(millis.subList(0, BATCHES / 10), 0.5),
        quantile(millis, 0.5),
        quantile(millis, 0.99));
  }

  private static List<Double> ask(ChunkPlaces places, long chunks) throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    List<Double> millis = new ArrayList<>();
    for (int batch = 0; batch < BATCHES; batch++) {
      // Every second one is not there.
      List<byte[]> ids = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        ids.add(chunkId(random.nextLong(chunks) + (i % 2 == 0 ? 0 : chunks) + 1));
      }
      long start = System.nanoTime();
      List<ChunkPlace> found = places.find(ids);
      millis.add((System.nanoTime() - start) / 1e6);
      assertThat(found).hasSizeBetween(BATCH / 2 - BATCH / 50, BATCH / 2);
    }
    return millis;
  }

  /** The ids are hashes, as real ones look; the indexes are made at last, which is quicker. */
  private void fill(int repository, long chunks) {
    long packs = Math.ceilDiv(chunks, CHUNKS_A_PACK) + 1;
    Map<String, String> constraints =
        database
            .fetch(
                "select conname, pg_get_constraintdef(oid) from pg_constraint"
                    + " where conrelid = 'chunk'::regclass and contype in ('p', 'f')")
            .intoMap(row -> row.get(0, String.class), row -> row.get(1, String.class));
    String indexed =
        database
            .fetchOptional("select pg_get_indexdef('chunk_pack'::regclass)")
            .orElseThrow()
            .get(0, String.class);
    database.execute(
        "insert into pack (id, repository_number, kind, size_bytes)"
            + " select gen_random_uuid(), {0}, 'data', 64000000 from generate_series(1, {1})",
        DSL.inline(repository), DSL.inline(packs));
    database.execute("drop index chunk_pack");
    database.execute("alter table chunk set unlogged");
    for (String name : constraints.keySet()) {
      database.execute("alter table chunk drop constraint " + name);
    }
    long started = System.nanoTime();
    database.execute(
        "insert into chunk (pack_number, repository_number, offset_bytes, stored_bytes,"
            + " plain_bytes, id) select first.number + (i / {0}), {1}, (i % {0}) * 1000000, 500000,"
            + " 1048576, sha256(int8send(i)) from generate_series(1::bigint, {2}) as i, (select"
            + " min(number) as number from pack) as first",
        DSL.inline(CHUNKS_A_PACK), DSL.inline(repository), DSL.inline(chunks));
    database.connection(connection -> {
      DSLContext one = DSL.using(connection);
      one.execute("set maintenance_work_mem = '2GB'");
      constraints.forEach((name, definition) ->
          one.execute("alter table chunk add constraint " + name + " " + definition));
      one.execute(indexed);
    });
    database.execute("vacuum analyze chunk");
    database.execute("vacuum analyze pack");
    // Else what was filled in is still being written while the index is asked.
    database.execute("checkpoint");
    log.warn(
        "Filled in {} s: {} of table, {} with indexes",
        (System.nanoTime() - started) / 1_000_000_000,
        size("pg_table_size"),
        size("pg_total_relation_size"));
  }

  private String size(String function) {
    return database
        .fetchOptional("select pg_size_pretty(" + function + "('chunk'))")
        .orElseThrow()
        .get(0, String.class);
  }

  private static byte[] chunkId(long ordinal) throws Exception {
    return MessageDigest.getInstance("SHA-256")
        .digest(ByteBuffer.allocate(Long.BYTES).putLong(ordinal).array());
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) (share * (sorted.size() - 1)));
  }
}
