package io.holdfast.cli.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreOfflineIT {

  private static final Path GOLDEN =
      Path.of("../engine/src/test/resources/golden/format-1/encrypted");
  private static final String GOLDEN_INCREMENTAL = "00000000-0000-4000-8000-000000000002";
  private static final Map<String, String> NOTHING = Map.of();

  @TempDir Path directory;

  private Command run(String... arguments) throws IOException, InterruptedException {
    return Command.run(directory, NOTHING, arguments);
  }

  @Test
  void restores_from_the_golden_repository() throws Exception {
    Path file = Files.writeString(directory.resolve("passphrase"), "golden\n");
    Path image = directory.resolve("image");
    Command done =
        run(
            "restore",
            "--repository",
            GOLDEN.toString(),
            "--passphrase-file",
            file.toString(),
            "--backup",
            GOLDEN_INCREMENTAL,
            "--to",
            image.toString());
    assertThat(done.err()).isEmpty();
    assertThat(done.status()).isZero();
    assertThat(done.out()).contains("Restored backup " + GOLDEN_INCREMENTAL, "'database'");
    byte[] bytes = Files.readAllBytes(image);
    assertThat(bytes).hasSize(13 * 4096 + 321);
    assertThat(bytes[2 * 4096 + 5]).isEqualTo((byte) 'X');
    assertThat(Arrays.copyOfRange(bytes, 10 * 4096, 11 * 4096)).containsOnly(0);
  }

  @Test
  void lists_and_restores_a_fresh_one_and_says_loudly_that_it_is_not_encrypted() throws Exception {
    FreshRepository fresh = FreshRepository.make(directory, null);
    Command list = run("list", "--repository", fresh.directory().toString());
    assertThat(list.status()).isZero();
    assertThat(list.out()).contains(fresh.backup().toString(), "nightly", "documents", "full");
    assertThat(list.err()).contains("WARNING", "NOT ENCRYPTED");
    Command json = run("list", "--repository", fresh.directory().toString(), "--json");
    assertThat(json.out())
        .startsWith("[ {")
        .contains("\"sizeBytes\" : " + FreshRepository.SIZE_BYTES);
    Path image = directory.resolve("restored");
    Command done = restore(fresh, image);
    assertThat(done.status()).isZero();
    assertThat(image).hasSameBinaryContentAs(fresh.image());
    assertThat(directory.resolve("restored.unfinished")).doesNotExist();
  }

  @Test
  void asks_before_it_writes_over_a_file_and_then_writes_what_differs() throws Exception {
    FreshRepository fresh = FreshRepository.make(directory, null);
    Path image = Files.write(directory.resolve("there"), new byte[FreshRepository.SIZE_BYTES + 9]);
    Command refused = restore(fresh, image);
    assertThat(refused.status()).isEqualTo(4);
    assertThat(refused.err()).contains("exists already", "--overwrite");
    Command done = restore(fresh, image, "--overwrite");
    assertThat(done.status()).isZero();
    assertThat(Arrays.copyOf(Files.readAllBytes(image), FreshRepository.SIZE_BYTES))
        .isEqualTo(Files.readAllBytes(fresh.image()));
    Path small = Files.write(directory.resolve("small"), new byte[100]);
    Command tooSmall = restore(fresh, small, "--overwrite");
    assertThat(tooSmall.status()).isEqualTo(4);
    assertThat(tooSmall.err()).contains("has 100 bytes").contains("Nothing was written");
  }

  @Test
  void damage_is_refused_and_if_accepted_named_to_the_byte() throws Exception {
    FreshRepository fresh = FreshRepository.make(directory, "correct horse");
    flipOneBit(fresh.directory().resolve("packs"));
    Map<String, String> secret = Map.of(Passphrases.VARIABLE, "correct horse");
    Path image = directory.resolve("restored");
    String[] arguments = arguments(fresh, image);
    Command refused = Command.run(directory, secret, arguments);
    assertThat(refused.status()).isEqualTo(9);
    assertThat(refused.err())
        .contains("is damaged in 65536 bytes of the volume")
        .contains("--accept-damage");
    assertThat(image).doesNotExist();
    String[] accepting = Arrays.copyOf(arguments, arguments.length + 1);
    accepting[arguments.length] = "--accept-damage";
    Command accepted = Command.run(directory, secret, accepting);
    assertThat(accepted.status()).isEqualTo(9);
    assertThat(accepted.err()).containsPattern("from byte \\d+, 65536 bytes");
    long offset = Long.parseLong(accepted.err().replaceAll("(?s).*from byte (\\d+),.*", "$1"));
    byte[] expected = Files.readAllBytes(fresh.image());
    Arrays.fill(expected, (int) offset, (int) offset + FreshRepository.CHUNK_BYTES, (byte) 0);
    assertThat(Files.readAllBytes(image)).isEqualTo(expected);
  }

  @Test
  void mistakes_are_answered_with_one_clear_sentence() throws Exception {
    FreshRepository fresh = FreshRepository.make(directory, "correct horse");
    Path image = directory.resolve("restored");
    Command none = restore(fresh, image);
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err()).contains("is encrypted: give its passphrase with --passphrase-file");
    Command wrong =
        Command.run(
            directory, Map.of(Passphrases.VARIABLE, "wrong horse"), arguments(fresh, image));
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err().lines()).hasSize(1);
    assertThat(wrong.err()).contains("The passphrase does not open the repository");
    Command nowhere = run("list", "--repository", directory.resolve("nothing").toString());
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err().lines()).hasSize(1);
    Command unknown =
        Command.run(
            directory,
            Map.of(Passphrases.VARIABLE, "correct horse"),
            "restore",
            "--repository",
            fresh.directory().toString(),
            "--backup",
            GOLDEN_INCREMENTAL,
            "--to",
            image.toString());
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("has no backup " + GOLDEN_INCREMENTAL);
    assertThat(image).doesNotExist();
  }

  private Command restore(FreshRepository fresh, Path image, String... more)
      throws IOException, InterruptedException {
    String[] all =
        Stream.concat(Stream.of(arguments(fresh, image)), Stream.of(more)).toArray(String[]::new);
    return run(all);
  }

  private static String[] arguments(FreshRepository fresh, Path image) {
    return new String[] {
      "restore",
      "--repository",
      fresh.directory().toString(),
      "--backup",
      fresh.backup().toString(),
      "--to",
      image.toString()
    };
  }

  /** In the first frame of a pack. */
  private static void flipOneBit(Path packs) throws IOException {
    Path pack;
    try (Stream<Path> files = Files.walk(packs)) {
      pack = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    assertThat(pack.toFile().setWritable(true)).isTrue();
    try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
      file.seek(100);
      int old = file.read();
      file.seek(100);
      file.write(old ^ 1);
    }
  }
}
