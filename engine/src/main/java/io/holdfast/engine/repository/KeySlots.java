package io.holdfast.engine.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.seal.DataKey;
import io.holdfast.engine.seal.KeySlot;
import io.holdfast.engine.seal.Passphrase;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Adds and removes passphrases by rewriting {@code repository.json}; no data is touched. Two of
 * these at once: the later one wins, so use one at a time.
 */
public final class KeySlots {
  private final RepositoryDriver driver;
  private final InstantSource clock;

  public KeySlots(RepositoryDriver driver, InstantSource clock) {
    this.driver = driver;
    this.clock = clock;
  }

  public List<KeySlot> list() {
    return RepositoryFile.read(driver).keySlots();
  }

  /**
   * @param known a passphrase that opens the repository now
   * @param added one that shall open it too
   */
  public KeySlot add(Passphrase known, Passphrase added, String label, KeySlot.Cost cost) {
    RepositoryFile file = encrypted();
    DataKey key = file.open(known, driver);
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    KeySlot slot = KeySlot.wrap(key, added, cost, file.id(), label, now);
    List<KeySlot> slots = new ArrayList<>(file.keySlots());
    slots.add(slot);
    rewrite(file.withSlots(slots));
    return slot;
  }

  /**
   * @param known a passphrase of a slot that stays
   */
  public void remove(Passphrase known, UUID slotId) {
    RepositoryFile file = encrypted();
    List<KeySlot> slots = new ArrayList<>(file.keySlots());
    if (!slots.removeIf(slot -> slot.id().equals(slotId))) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "The repository at " + driver.location() + " has no key slot " + slotId + ".");
    }
    RepositoryFile left = file.withSlots(slots);
    left.open(known, driver);
    rewrite(left);
  }

  private RepositoryFile encrypted() {
    RepositoryFile file = RepositoryFile.read(driver);
    if (!file.encrypted()) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "The repository at "
              + driver.location()
              + " is not encrypted, so it has no passphrases. Make a new one to change that.");
    }
    return file;
  }

  private void rewrite(RepositoryFile file) {
    driver.replace(RepositoryFile.NAME, ByteBuffer.wrap(file.toBytes()));
  }
}
