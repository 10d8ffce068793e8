package io.holdfast.cli.repository;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.engine.seal.Passphrase;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gets a passphrase from a file, the environment, or the person at the terminal. */
final class Passphrases {

  static final String VARIABLE = "HOLDFAST_PASSPHRASE";

  private Passphrases() {}

  /** A passphrase that opens a repository now. */
  static Passphrase known(@Nullable Path file, String location) {
    String given = System.getenv(VARIABLE);
    if (file != null) {
      return read(file);
    }
    if (given != null && !given.isEmpty()) {
      return new Passphrase(given);
    }
    return new Passphrase(
        ask(
            "Passphrase of the repository at " + location,
            "The repository at "
                + location
                + " is encrypted: give its passphrase with --passphrase-file FILE or in "
                + VARIABLE
                + ". `./holdfast up` keeps that of its own in"
                + " DATA/secrets/repository-passphrase."));
  }

  /** A passphrase that shall open it from now on; typed twice. */
  static Passphrase added(@Nullable Path file) {
    if (file != null) {
      return read(file);
    }
    String missing = "The new passphrase is missing: give it with --new-passphrase-file FILE.";
    String first = ask("New passphrase", missing);
    if (!first.equals(ask("The same once more", missing))) {
      throw Failure.usage("The two are not the same; nothing was changed.");
    }
    return new Passphrase(first);
  }

  private static Passphrase read(Path file) {
    try {
      String text = Files.readString(file).stripTrailing();
      if (text.isEmpty()) {
        throw Failure.usage("The file " + file + " is empty; it should hold a passphrase.");
      }
      return new Passphrase(text);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "Cannot read the passphrase from " + file + ": " + Failure.reason(e) + ".",
          e);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // It still is null where there is no terminal at all.
  private static String ask(String question, String missing) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw Failure.usage(missing);
    }
    char[] typed = console.readPassword("%s: ", question);
    if (typed == null || typed.length == 0) {
      throw Failure.usage("No passphrase was typed.");
    }
    String text = new String(typed);
    Arrays.fill(typed, ' ');
    return text;
  }
}
