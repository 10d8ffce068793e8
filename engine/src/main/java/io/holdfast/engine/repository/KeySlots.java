package io.holdfast.engine.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.seal.DataKey;
import io.holdfast.engine.seal.KeySlot;
import io.holdfast.engine.seal.Passphrase;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Adds and removes passphrases by rewriting {@code repository.json} and its copy; no data is
 * touched. Two of these at once: the later one wins, so use one at a time.
 */
public final class KeySlots {
  private final RepositoryDriver driver;
  private final Descriptions descriptions;
  private final InstantSource clock;

  public KeySlots(RepositoryDriver driver, InstantSource clock) {
    this.driver = driver;
    this.descriptions = new Descriptions(driver);
    this.clock = clock;
  }

  public List<KeySlot> list() {
    return descriptions.read().keySlots();
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
    descriptions.replace(file.withSlots(slots));
    return slot;
  }

  /**
   * Puts a new passphrase in the place of a known one, by one replacement of the description: there
   * is no moment at which neither opens the repository.
   */
  public KeySlot rotate(Passphrase known, Passphrase next, KeySlot.Cost cost) {
    RepositoryFile file = encrypted();
    DataKey key = file.open(known, driver);
    List<KeySlot> slots = new ArrayList<>(file.keySlots());
    for (int i = 0; i < slots.size(); i++) {
      KeySlot old = slots.get(i);
      if (old.unwrap(known, file.id()).isPresent()) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        KeySlot slot = KeySlot.wrap(key, next, cost, file.id(), old.label(), now);
        slots.set(i, slot);
        descriptions.replace(file.withSlots(slots));
        return slot;
      }
    }
    throw new IllegalStateException("a passphrase opened repository " + file.id() + " by no slot");
  }

  /**
   * @param known a passphrase of a slot that stays; so the last one cannot be removed
   */
  public void remove(Passphrase known, UUID slotId) {
    RepositoryFile file = encrypted();
    List<KeySlot> slots = new ArrayList<>(file.keySlots());
    if (slots.size() == 1 && slots.getFirst().id().equals(slotId)) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "Key slot "
              + slotId
              + " is the last one of the repository at "
              + driver.location()
              + ": without it nobody could ever read it. Add another passphrase first.");
    }
    if (!slots.removeIf(slot -> slot.id().equals(slotId))) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "The repository at " + driver.location() + " has no key slot " + slotId + ".");
    }
    RepositoryFile left = file.withSlots(slots);
    try {
      left.open(known, driver);
    } catch (BackupException e) {
      // Else the same is said of the passphrase as it is of a wrong one.
      file.open(known, driver);
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "The passphrase that was given is that of key slot "
              + slotId
              + ", which is to be removed. Give one of another slot, so that it is sure that"
              + " somebody has one; nothing was changed.",
          e);
    }
    descriptions.replace(left);
  }

  private RepositoryFile encrypted() {
    RepositoryFile file = descriptions.read();
    if (!file.encrypted()) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "The repository at "
              + driver.location()
              + " is not encrypted, so it has no passphrases. Make a new one to change that.");
    }
    return file;
  }
}
