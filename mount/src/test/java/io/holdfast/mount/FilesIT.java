package io.holdfast.mount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files out of backups of real file systems, through the program. */
class FilesIT {
  private static final int MIB = 1 << 20;
  private static final String EVIL = "new\nline \u001b[31mred\\";

  @TempDir Path directory;

  private final byte[] noise = new byte[3 * MIB + 5];

  @BeforeEach
  void needs() throws IOException {
    Programs.need("nbdfuse");
    Assumptions.assumeTrue(
        Files.isReadable(Path.of("/dev/fuse")) && Files.isWritable(Path.of("/dev/fuse")),
        "This user may not use /dev/fuse");
    new Random(1).nextBytes(noise);
    Files.write(directory.resolve("noise"), noise);
  }

  @Test
  void of_ext4_with_names_that_mean_harm() throws Exception {
    Programs.need("mkfs.ext4", "debugfs");
    Path tree = Files.createDirectories(directory.resolve("tree/letters/more"));
    Files.write(tree.resolve("noise"), noise);
    Files.writeString(tree.resolve(EVIL), "evil\n");
    Files.writeString(tree.resolve("größe"), "utf-8\n");
    Files.createSymbolicLink(tree.resolve("up"), Path.of("../../../etc/passwd"));
    Files.createSymbolicLink(tree.resolve("away"), Path.of("/"));
    Path image = sized("ext4.raw", 64 * MIB);
    Programs.run("mkfs.ext4", "-q", "-d", directory.resolve("tree"), image);
    Backup backup = backUp(image);

    assertThat(backup.list("/letters/more").lines())
        .containsExactlyInAnyOrder(
            "          link  away",
            "             6  größe",
            "             5  new\\x0aline \\x1b[31mred\\\\",
            "       3145733  noise",
            "          link  up");
    assertThat(backup.list("/")).contains("directory  letters", "directory  lost+found");
    assertThat(backup.get("/letters/more/noise")).isEqualTo(noise);
    assertThat(backup.get("letters/more/new\\x0aline \\x1b[31mred\\\\"))
        .isEqualTo("evil\n".getBytes(UTF_8));
    assertThat(backup.get("/letters/more/größe")).isEqualTo("utf-8\n".getBytes(UTF_8));
    assertThat(backup.refused("/letters/more/up")).contains("a link");
    assertThat(backup.refused("/letters/more/away/etc/passwd")).contains("is no directory");
    assertThat(backup.refused("/letters/../letters/more/noise")).contains("There is no '..'");
    assertThat(backup.refused("/letters/more")).contains("is no file");
  }

  @Test
  void of_xfs_and_ntfs_in_partitions() throws Exception {
    Programs.need("mkfs.xfs", "xfs_db", "mkfs.ntfs", "ntfscp", "sfdisk");
    Path xfs = sized("xfs.raw", 320 * MIB);
    Path sparse = sized("sparse", 9 * MIB);
    write(sparse, 8 * MIB, noise, MIB);
    Path prototype =
        Files.writeString(
            directory.resolve("prototype"),
            """
            /none
            0 0
            d--755 0 0
            letters d--755 0 0
             esc\u001b[31mred ---644 0 0 NOISE
             sparse ---644 0 0 SPARSE
             up l--777 0 0 /etc/passwd
             $
            $
            """
                .replace("NOISE", directory.resolve("noise").toString())
                .replace("SPARSE", sparse.toString()));
    Programs.run("mkfs.xfs", "-q", "-p", prototype, xfs);
    Path ntfs = sized("ntfs.raw", 32 * MIB);
    Programs.run("mkfs.ntfs", "-q", "-F", "-f", ntfs);
    Programs.run("ntfscp", ntfs, directory.resolve("noise"), "noise and more.bin");
    for (String label : List.of("gpt", "dos")) {
      Path disk = sized(label + ".raw", 360 * MIB);
      Path script =
          Files.writeString(
              directory.resolve("script"),
              "label: %s\nstart=2048, size=%d\nstart=%d, size=%d\n"
                  .formatted(label, 320 * 2048, 321 * 2048, 32 * 2048));
      Programs.run("sh", "-c", "sfdisk -q " + disk + " < " + script);
      write(disk, MIB, Files.readAllBytes(xfs), 320 * MIB);
      write(disk, 321L * MIB, Files.readAllBytes(ntfs), 32 * MIB);
      Backup backup = backUp(disk);

      assertThat(backup.said(1, "list", "/")).contains("--partition: 1 (XFS", "2 (NTFS");
      assertThat(backup.list("/letters", "--partition", "1").lines())
          .containsExactly(
              "          file  esc\\x1b[31mred", "          file  sparse", "          link  up");
      assertThat(backup.get("/letters/esc\\x1b[31mred", "--partition", "1")).isEqualTo(noise);
      assertThat(backup.get("/letters/sparse", "--partition", "1"))
          .isEqualTo(Files.readAllBytes(sparse));
      assertThat(backup.list("/", "--partition", "2")).contains("3145733  noise and more.bin");
      assertThat(backup.get("/noise and more.bin", "--partition", "2")).isEqualTo(noise);
      assertThat(backup.said(1, "list", "/", "--partition", "7")).contains("no partition 7");
      Files.delete(disk);
    }
  }

  @Test
  void of_noise_it_says_that_there_are_none() throws Exception {
    assertThat(backUp(directory.resolve("noise")).said(1, "list", "/"))
        .contains("The disk has no ext, XFS or NTFS file system; it has no partitions");
  }

  private Path sized(String name, long bytes) throws IOException {
    Path file = directory.resolve(name);
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(bytes);
    }
    return file;
  }

  private static void write(Path file, long offset, byte[] bytes, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes, 0, length), offset);
    }
  }

  private Backup backUp(Path image) throws IOException {
    Path place = directory.resolve("repository-" + image.getFileName());
    BackedUp repository = new BackedUp(place);
    return new Backup(place, repository.add(image, "nightly"), directory);
  }

  private record Backup(Path repository, String id, Path directory) {

    String list(String path, String... options) throws Exception {
      return said(0, "list", path, options);
    }

    byte[] get(String path, String... options) throws Exception {
      Path to = directory.resolve("fetched");
      Files.deleteIfExists(to);
      List<String> all = new ArrayList<>(List.of("--to", to.toString()));
      all.addAll(List.of(options));
      said(0, "get", path, all.toArray(String[]::new));
      return Files.readAllBytes(to);
    }

    String refused(String path) throws Exception {
      Path to = directory.resolve("refused");
      Process process = process("get", path, "--to", to.toString());
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(said).isNotZero();
      assertThat(to).doesNotExist();
      return said;
    }

    String said(int status, String command, String path, String... options) throws Exception {
      Process process = process(command, path, options);
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(said).isEqualTo(status);
      try (var left = Files.list(directory.resolve("t"))) {
        assertThat(left).isEmpty();
      }
      return said;
    }

    private Process process(String command, String path, String... options) throws IOException {
      List<String> arguments =
          new ArrayList<>(
              List.of("files", command, "--repository", repository.toString(), id, path));
      arguments.addAll(List.of(options));
      // A short name, as sockets lie in it: their whole path may have 107 characters.
      Path temporary = Files.createDirectories(directory.resolve("t"));
      ProcessBuilder builder = Mounting.program(arguments.toArray(String[]::new));
      builder.command().add(1, "-Djava.io.tmpdir=" + temporary);
      return builder.redirectErrorStream(true).start();
    }
  }
}
