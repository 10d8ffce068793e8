package io.holdfast.worker.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.seal.KeySlot;
import io.holdfast.engine.seal.Passphrase;
import org.jspecify.annotations.Nullable;

/** What a repository's row says of how it is to be made; of no effect once it is there. */
final class RepositoryOptions {

  /** Bytes of a chunk, a power of two; default 1 MiB. */
  static final String CHUNK_SIZE = "chunk-size";

  private RepositoryOptions() {}

  static Repository.Settings settings(
      io.holdfast.schema.repository.Repository row, @Nullable Passphrase passphrase) {
    String chunkSize = row.options().get(CHUNK_SIZE);
    try {
      int chunkBytes =
          chunkSize == null ? Repository.DEFAULT_CHUNK_BYTES : Integer.parseInt(chunkSize);
      return new Repository.Settings(chunkBytes, passphrase, KeySlot.Cost.DEFAULT);
    } catch (NumberFormatException e) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "The chunk size '%s' of repository '%s' is no number of bytes."
              .formatted(chunkSize, row.name()),
          e);
    }
  }
}
