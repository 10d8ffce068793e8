package io.holdfast.engine.run;

import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.record.RestoreJournal;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.InMemoryDriver;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.Repository.Settings;
import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.engine.seal.KeySlot.Cost;
import io.holdfast.engine.seal.Passphrase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A repository with small chunks, its records, and what runs on it: a site to back up to. */
public final class Site implements AutoCloseable {
  public static final int CHUNK_BYTES = 4096;
  public static final Cost CHEAP = new Cost(64, 1, 1);
  public static final Passphrase PASSPHRASE = new Passphrase("correct horse");
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T04:05:06Z"));

  final RepositoryDriver driver;
  final Repository repository;
  final InMemoryRecords records;
  final Processors processors = new Processors(2);
  Progress progress = Progress.NONE;
  Cancellation cancellation = new Cancellation();

  private Site(RepositoryDriver driver, Repository repository, InMemoryRecords records) {
    this.driver = driver;
    this.repository = repository;
    this.records = records;
  }

  static Site encrypted() {
    return make(new InMemoryDriver(), PASSPHRASE);
  }

  static Site unencrypted() {
    return make(new InMemoryDriver(), null);
  }

  static Site make(RepositoryDriver driver, @Nullable Passphrase passphrase) {
    return make(driver, passphrase, CHUNK_BYTES);
  }

  static Site make(RepositoryDriver driver, @Nullable Passphrase passphrase, int chunkBytes) {
    var settings = new Settings(chunkBytes, passphrase, CHEAP);
    return new Site(driver, Repository.create(driver, settings, CLOCK), new InMemoryRecords());
  }

  /** A repository that is there, encrypted, with records of it. */
  static Site open(RepositoryDriver driver, InMemoryRecords records) {
    return new Site(driver, Repository.open(driver, PASSPHRASE), records);
  }

  /** The same repository and records through another driver. */
  Site through(RepositoryDriver other) {
    return open(other, records);
  }

  /** The same repository with no records at all. */
  Site withoutRecords() {
    return new Site(driver, repository, new InMemoryRecords());
  }

  /** For looking at damage without changing what the index knows. */
  RunContext withoutForgetting() {
    return context(
        new FilterIndex(records) {
          @Override
          public void forget(PackId pack, Collection<ChunkId> ids) {}
        });
  }

  RunContext context() {
    return context(records);
  }

  RunContext context(ChunkIndex index) {
    return new RunContext(
        repository, index, processors, MemoryBudget.ofMebibytes(16), progress, cancellation);
  }

  static BackupDescription description() {
    return description(new BackupId(UUID.randomUUID()), null);
  }

  static BackupDescription description(BackupId id, @Nullable BackupId parent) {
    return new BackupDescription(
        id,
        "nightly",
        "before the upgrade",
        "project-1",
        "user-1",
        "volume-1",
        "database",
        null,
        parent,
        CLOCK.instant(),
        CLOCK.instant(),
        Map.of("colour", "green"));
  }

  Manifest backUp(VolumeSource source) {
    return backUp(source, null);
  }

  Manifest backUp(VolumeSource source, @Nullable Manifest parent) {
    return backUp(source, description(), parent);
  }

  /** Backs up, and ends the journal as the record of the backup would. */
  Manifest backUp(VolumeSource source, BackupDescription description, @Nullable Manifest parent) {
    Manifest manifest = attempt(source, description, parent);
    records.endJournal(description.id());
    return manifest;
  }

  Manifest attempt(VolumeSource source, BackupDescription description, @Nullable Manifest parent) {
    return new BackupRun(context(), records.journal(description.id()), CLOCK)
        .run(source, description, parent);
  }

  RestoreReport restore(Manifest manifest, InMemoryVolume target, RestoreMode mode) {
    return new RestoreRun(context(), RestoreJournal.NONE).run(manifest, target, mode);
  }

  /** What a restore to a new volume gives. */
  byte[] restored(Manifest manifest) {
    InMemoryVolume target = InMemoryVolume.ofSize((int) manifest.sizeBytes());
    restore(manifest, target, RestoreMode.INTO_ZEROS);
    return target.bytes();
  }

  /** Reclaims, and rewrites whatever is worth it. */
  ReclaimReport compact() {
    return new ReclaimRun(context(), records, Long.MAX_VALUE).run();
  }

  ReclaimReport reclaim() {
    return new ReclaimRun(context(), records).run();
  }

  InMemoryDriver objects() {
    return (InMemoryDriver) driver;
  }

  @Override
  public void close() {
    processors.close();
  }
}
