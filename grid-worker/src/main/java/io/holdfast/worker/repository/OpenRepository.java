package io.holdfast.worker.repository;

import io.holdfast.engine.repository.Repository;

/**
 * A repository that is open.
 *
 * @param row as it was when it was opened
 * @param description what {@code repository.json} said then: as long as they are the same, it is
 *     the same repository with the same keys
 */
public record OpenRepository(
    io.holdfast.schema.repository.Repository row, Repository repository, byte[] description) {

  /** Stands for the repository in the chunk index. */
  public int number() {
    return row.number();
  }

  boolean isOf(io.holdfast.schema.repository.Repository now) {
    return row.driver().equals(now.driver())
        && row.location().equals(now.location())
        && row.options().equals(now.options())
        && row.encrypted() == now.encrypted()
        && java.util.Objects.equals(row.passphrase(), now.passphrase());
  }
}
