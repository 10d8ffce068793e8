package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.InMemoryDriver;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.Repository.Settings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A worker's memory does not grow with the volume: here 1 TiB of it, in a heap of 512 MiB. */
class MemoryTest {
  private static final long TIB = 1L << 40;
  private static final long MIB = 1L << 20;
  private static final MemoryBudget BUDGET = MemoryBudget.ofMebibytes(64);

  @Test
  void a_sparse_tebibyte_takes_no_more_than_the_budget_and_only_its_data_is_read() {
    var repository = Repository.create(new InMemoryDriver(), Settings.unencrypted(), Site.CLOCK);
    var records = new InMemoryRecords();
    try (var processors = Processors.ofAllCores()) {
      var context =
          new RunContext(
              repository, records, processors, BUDGET, Progress.NONE, new Cancellation());
      var source = new SparseTebibyte();
      Manifest first = backUp(context, records, source, null);
      assertThat(first.sizeBytes()).isEqualTo(TIB);
      assertThat(first.totals().dataBytes()).isEqualTo(SparseTebibyte.PIECES * 2 * MIB);
      assertThat(source.mostAtOnce.get()).isBetween(2, (int) (BUDGET.bytes() / 2 / MIB));
      int reads = source.reads.get();
      Manifest second = backUp(context, records, source, first);
      assertThat(second.segments()).isEqualTo(first.segments());
      assertThat(source.reads).as("again nothing but the data").hasValue(2 * reads);
      assertThat(VerifyRun.everything(context).run(second).intact()).isTrue();
    }
  }

  private static Manifest backUp(
      RunContext context, InMemoryRecords records, VolumeSource source, @Nullable Manifest parent) {
    BackupDescription backup = Site.description();
    return new BackupRun(context, records.journal(backup.id()), Site.CLOCK)
        .run(source, backup, parent);
  }

  /** Holes, and here and there 1 MiB of data that lies across two chunks. */
  private static final class SparseTebibyte implements VolumeSource {
    static final int PIECES = 128;
    private static final long DISTANCE = TIB / PIECES;
    private static final long START = MIB / 2;

    private final AtomicInteger reading = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();

    @Override
    public long sizeBytes() {
      return TIB;
    }

    @Override
    public List<Extent> extents(long offsetBytes, long lengthBytes) {
      List<Extent> extents = new ArrayList<>();
      long end = offsetBytes + lengthBytes;
      for (long at = offsetBytes; at < end; ) {
        long inPeriod = at % DISTANCE;
        boolean data = inPeriod >= START && inPeriod < START + MIB;
        long next = data ? START + MIB : inPeriod < START ? START : DISTANCE;
        long length = Math.min(end - at, next - inPeriod);
        extents.add(data ? Extent.data(at, length) : Extent.zero(at, length));
        at += length;
      }
      return extents;
    }

    @Override
    public void read(long offsetBytes, ByteBuffer into) {
      reads.incrementAndGet();
      mostAtOnce.accumulateAndGet(reading.incrementAndGet(), Math::max);
      byte[] noise = new byte[into.remaining()];
      new Random(offsetBytes).nextBytes(noise);
      into.put(noise);
      reading.decrementAndGet();
    }

    @Override
    public void close() {}
  }
}
