package io.holdfast.cli.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandIT {

  private static final String FIRST = "correct horse";
  private static final String SECOND = "battery staple";
  private static final String THIRD = "a third passphrase";

  @TempDir Path directory;

  private Command run(FreshRepository fresh, String passphrase, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("key"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--repository", fresh.directory().toString()));
    return Command.run(
        directory, Map.of(Passphrases.VARIABLE, passphrase), all.toArray(String[]::new));
  }

  private String file(String passphrase) throws IOException {
    return Files.writeString(directory.resolve("new-passphrase"), passphrase + "\n").toString();
  }

  @Test
  void passphrases_are_added_rotated_and_removed_but_not_the_last() throws Exception {
    FreshRepository fresh = FreshRepository.make(directory, FIRST);
    Command wrong = run(fresh, "wrong", "add", "--new-passphrase-file", file(SECOND));
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err().lines()).hasSize(1);
    assertThat(wrong.err()).contains("The passphrase does not open the repository");
    String first = slot(run(fresh, "", "list").out(), "first");
    Command last = run(fresh, FIRST, "remove", first);
    assertThat(last.status()).isEqualTo(2);
    assertThat(last.err()).contains("is the last one");
    Command added =
        run(fresh, FIRST, "add", "--new-passphrase-file", file(SECOND), "--label", "safe");
    assertThat(added.status()).as(added.err()).isZero();
    assertThat(run(fresh, FIRST, "remove", first).err())
        .as("the passphrase of the slot that would go")
        .contains("Give one of another slot");
    assertThat(run(fresh, SECOND, "remove", first).status()).isZero();
    assertThat(run(fresh, SECOND, "rotate", "--new-passphrase-file", file(THIRD)).status())
        .isZero();
    assertThat(list(fresh, SECOND).status()).isEqualTo(2);
    assertThat(list(fresh, THIRD).out()).contains(fresh.backup().toString());
  }

  @Test
  void a_repository_without_encryption_has_none_and_says_so() throws Exception {
    FreshRepository fresh = FreshRepository.make(directory, null);
    Command list = run(fresh, "", "list");
    assertThat(list.status()).isEqualTo(4);
    assertThat(list.err()).contains("NOT ENCRYPTED");
  }

  private Command list(FreshRepository fresh, String passphrase)
      throws IOException, InterruptedException {
    return Command.run(
        directory,
        Map.of(Passphrases.VARIABLE, passphrase),
        "list",
        "--repository",
        fresh.directory().toString());
  }

  private static String slot(String table, String label) {
    return table
        .lines()
        .filter(line -> line.contains(label))
        .map(line -> line.replaceFirst(" .*", ""))
        .findFirst()
        .orElseThrow();
  }
}
