package io.holdfast.engine.record;

import io.holdfast.engine.repository.BackupId;

class InMemoryRecordsTest extends RecordsContract {
  private final InMemoryRecords records = new InMemoryRecords();

  @Override
  protected ChunkIndex openIndex() {
    return records;
  }

  @Override
  protected PackLife openLife() {
    return records;
  }

  @Override
  protected BackupJournal openJournal(BackupId backup) {
    return records.journal(backup);
  }
}
