package io.holdfast.cli.repository;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.output.Table;
import io.holdfast.cli.output.Text;
import io.holdfast.engine.repository.KeySlots;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.engine.seal.KeySlot;
import io.holdfast.engine.seal.Passphrase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./holdfast repository key …}: the passphrases that open a repository. */
@Command(
    name = "key",
    description =
        "The passphrases that open a repository, each in a slot of its own: list, add, remove,"
            + " rotate. No data is rewritten.")
final class KeyCommand {

  private static final int SHORTEST = 12;
  private static final String NEW_FILE = "Holds the new passphrase; else it is asked for.";
  private static final String LABEL = "What to call it.";

  @Command(name = "list", description = "All slots; needs no passphrase.")
  int list(@Mixin Offline offline) {
    return offline.withDriver(driver -> {
      requireEncryption(driver);
      Table table = new Table("ID", "LABEL", "ADDED");
      for (KeySlot slot : slots(driver).list()) {
        table.row(slot.id().toString(), Text.orDash(slot.label()), Text.moment(slot.createdAt()));
      }
      offline.out().print(table.text());
      offline.out().flush();
      return ExitCode.OK.status();
    });
  }

  @Command(name = "add", description = "Adds a passphrase; the others stay.")
  int add(
      @Mixin Offline offline,
      @Option(names = "--new-passphrase-file", paramLabel = "FILE", description = NEW_FILE)
          @Nullable Path file,
      @Option(names = "--label", paramLabel = "TEXT", defaultValue = "added", description = LABEL)
          String label) {
    return offline.withDriver(driver -> {
      requireEncryption(driver);
      Passphrase known = Passphrases.known(offline.passphraseFile, driver.location());
      KeySlot slot =
          slots(driver)
              .add(known, longEnough(Passphrases.added(file)), label, KeySlot.Cost.DEFAULT);
      offline.out().println("Added key slot " + slot.id() + " '" + label + "'.");
      return ExitCode.OK.status();
    });
  }

  @Command(
      name = "remove",
      description =
          "Removes a slot; give a passphrase of another one. The last one cannot be removed.")
  int remove(
      @Mixin Offline offline,
      @Parameters(paramLabel = "SLOT", description = "Id of the slot.") String slot) {
    UUID id = id(slot);
    return offline.withDriver(driver -> {
      requireEncryption(driver);
      slots(driver).remove(Passphrases.known(offline.passphraseFile, driver.location()), id);
      offline.out().println("Removed key slot " + id + ".");
      return ExitCode.OK.status();
    });
  }

  @Command(
      name = "rotate",
      description = "Puts a new passphrase in the place of the one that is given.")
  int rotate(
      @Mixin Offline offline,
      @Option(names = "--new-passphrase-file", paramLabel = "FILE", description = NEW_FILE)
          @Nullable Path file) {
    return offline.withDriver(driver -> {
      requireEncryption(driver);
      Passphrase known = Passphrases.known(offline.passphraseFile, driver.location());
      KeySlot slot =
          slots(driver).rotate(known, longEnough(Passphrases.added(file)), KeySlot.Cost.DEFAULT);
      offline
          .out()
          .println(
              "Key slot "
                  + slot.id()
                  + " has the new passphrase; the old one opens nothing any more. Workers that"
                  + " have the old one need the new one: change it where they find it.");
      return ExitCode.OK.status();
    });
  }

  private static KeySlots slots(RepositoryDriver driver) {
    return new KeySlots(driver, InstantSource.system());
  }

  private static void requireEncryption(RepositoryDriver driver) {
    if (!Repository.isEncrypted(driver)) {
      throw new Failure(
          ExitCode.REFUSED,
          "The repository at "
              + driver.location()
              + " is NOT ENCRYPTED, so it has no passphrases. Make a new one to change that.");
    }
  }

  private static Passphrase longEnough(Passphrase passphrase) {
    if (passphrase.toBytes().length < SHORTEST) {
      throw Failure.usage(
          "The new passphrase is shorter than " + SHORTEST + " characters; nothing was changed.");
    }
    return passphrase;
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "'" + text + "' is no slot's id. `./holdfast repository key list` shows all.");
    }
  }
}
