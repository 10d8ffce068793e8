package io.holdfast.worker;

import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.extent.VolumeTarget;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.record.RestoreJournal;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.posix.PosixDriver;
import io.holdfast.engine.run.BackupRun;
import io.holdfast.engine.run.MemoryBudget;
import io.holdfast.engine.run.Processors;
import io.holdfast.engine.run.RestoreMode;
import io.holdfast.engine.run.RestoreRun;
import io.holdfast.engine.run.RunContext;
import io.holdfast.engine.seal.KeySlot;
import io.holdfast.engine.seal.Passphrase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backs up and restores a small made-up volume while the worker has nothing else to do, so that the
 * first real backup meets compiled code. The JVM's fast code for hashes and ciphers is used only
 * once their callers are compiled, and those are compiled after many calls; at 1 MiB a call, a cold
 * JVM has read some gigabytes by then. Hence many small chunks, though not too small: what is below
 * 8 KiB when it is sealed takes another way through the cipher than what is above.
 */
final class WarmUp {

  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

  private static final int CHUNK_BYTES = 16 * 1024;
  private static final long VOLUME_BYTES = 16 << 20;
  private static final int LARGE_CHUNK_BYTES = 1 << 20;
  private static final Duration AT_MOST = Duration.ofSeconds(5);
  private static final int ROUNDS = 6;

  private final Processors processors;
  private final BooleanSupplier busy;

  /**
   * @param busy whether there is real work, which warms up as well
   */
  private WarmUp(Processors processors, BooleanSupplier busy) {
    this.processors = processors;
    this.busy = busy;
  }

  /** Begins in the background. Whatever goes wrong only leaves the worker cold. */
  static Thread start(Processors processors, BooleanSupplier busy) {
    return Thread.ofVirtual().name("warm-up").start(new WarmUp(processors, busy)::run);
  }

  private void run() {
    long start = System.nanoTime();
    try {
      Path directory = Files.createTempDirectory("holdfast-warm-up-");
      try {
        backUpAndRestore(directory, start);
      } finally {
        delete(directory);
      }
      log.info("Warm after {} ms", Duration.ofNanos(System.nanoTime() - start).toMillis());
    } catch (IOException | RuntimeException e) {
      log.debug("Stays cold for now", e);
    }
  }

  private void backUpAndRestore(Path directory, long start) throws IOException {
    // Two large chunks first: code that was compiled when there were none is thrown away at the
    // first one, and a backup has read gigabytes until it is compiled again.
    Repository large = repository(directory.resolve("large"), LARGE_CHUNK_BYTES);
    round(large, new MadeUpVolume(LARGE_CHUNK_BYTES, 2 * LARGE_CHUNK_BYTES, 0));
    Repository small = repository(directory.resolve("small"), CHUNK_BYTES);
    for (int round = 0; round < ROUNDS && !isEnough(start); round++) {
      round(small, new MadeUpVolume(CHUNK_BYTES, VOLUME_BYTES, round));
    }
  }

  private static Repository repository(Path directory, int chunkBytes) throws IOException {
    InstantSource clock = InstantSource.system();
    return Repository.create(
        new PosixDriver(Files.createDirectory(directory), clock),
        new Repository.Settings(chunkBytes, new Passphrase("warm-up"), KeySlot.Cost.DEFAULT),
        clock);
  }

  private void round(Repository repository, MadeUpVolume volume) {
    InstantSource clock = InstantSource.system();
    InMemoryRecords records = new InMemoryRecords();
    RunContext context =
        new RunContext(
            repository,
            records,
            processors,
            MemoryBudget.ofMebibytes(16),
            Progress.NONE,
            new Cancellation());
    BackupDescription backup = description(clock.instant());
    Manifest manifest =
        new BackupRun(context, records.journal(backup.id()), clock).run(volume, backup, null);
    new RestoreRun(context, RestoreJournal.NONE).run(manifest, volume, RestoreMode.EVERYTHING);
  }

  private boolean isEnough(long start) {
    return busy.getAsBoolean() || System.nanoTime() - start > AT_MOST.toNanos();
  }

  private static BackupDescription description(Instant now) {
    return new BackupDescription(
        new BackupId(UUID.randomUUID()),
        "warm-up",
        null,
        "",
        null,
        "",
        "",
        null,
        null,
        now,
        now,
        Map.of());
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).forEach(WarmUp::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Chunks of which none is like another and half can be compressed; what is written is dropped.
   */
  private record MadeUpVolume(int chunkBytes, long sizeBytes, int round)
      implements VolumeSource, VolumeTarget {
    @Override
    public List<Extent> extents(long offsetBytes, long lengthBytes) {
      return List.of(Extent.data(offsetBytes, lengthBytes));
    }

    @Override
    public void read(long offsetBytes, ByteBuffer into) {
      var random = new SplittableRandom(offsetBytes * ROUNDS + round);
      boolean repeating = offsetBytes / chunkBytes % 2 == 0;
      while (into.remaining() >= 2 * Long.BYTES) {
        long number = random.nextLong();
        into.putLong(number).putLong(repeating ? number : random.nextLong());
      }
    }

    @Override
    public void write(long offsetBytes, ByteBuffer from) {
      from.position(from.limit());
    }

    @Override
    public void zero(long offsetBytes, long lengthBytes) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
