package io.holdfast.mount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountIT {
  @TempDir Path directory;

  private Path image = Path.of("");
  private BackedUp repository;
  private String backup = "";

  @BeforeEach
  void backUp() throws Exception {
    Programs.need("mkfs.ext4", "qemu-img", "qemu-io", "nbdcopy", "nbdinfo", "debugfs", "e2fsck");
    image = directory.resolve("disk.raw");
    Path tree = Files.createDirectories(directory.resolve("tree/letters"));
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    Files.write(tree.resolve("noise"), noise);
    Files.writeString(tree.resolve("hello"), "dear reader\n");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(96 << 20);
    }
    Programs.run("mkfs.ext4", "-q", "-d", directory.resolve("tree"), image);
    repository = new BackedUp(directory.resolve("repository"));
    backup = repository.add(image, "nightly");
  }

  @Test
  void other_programs_see_the_volume_at_once() throws Exception {
    try (Mounting mounting = Mounting.start(repository, backup)) {
      Programs.run("qemu-img", "compare", "-f", "raw", "-F", "raw", image, mounting.uri());
      Path copy = directory.resolve("copy.raw");
      Programs.run("nbdcopy", mounting.uri(), copy);
      assertThat(Files.mismatch(copy, image)).isEqualTo(-1);
      Programs.run("e2fsck", "-fn", copy);
      assertThat(Programs.run("debugfs", "-R", "cat /letters/hello", copy)).contains("dear reader");
      assertThat(Programs.run("nbdinfo", "--map", "--totals", mounting.uri())).contains("hole");
      assertThat(Programs.run("nbdinfo", mounting.uri())).contains("is_read_only: true");
    }
  }

  @Test
  void what_is_written_is_seen_and_then_thrown_away() throws Exception {
    Path other = directory.resolve("other.raw");
    byte[] noise = new byte[96 << 20];
    new Random(2).nextBytes(noise);
    Files.write(other, noise);
    try (Mounting mounting =
        Mounting.start(
            repository, "nightly", "--writable", "--overlay-directory", directory.toString())) {
      Programs.run("qemu-io", "-f", "raw", "-c", "write -P 7 1000 70000", mounting.uri());
      Programs.run("qemu-io", "-f", "raw", "-c", "read -P 7 1000 70000", mounting.uri());
      Programs.run("nbdcopy", other, mounting.uri());
      Programs.run("qemu-img", "compare", "-f", "raw", "-F", "raw", other, mounting.uri());
    }
    try (Mounting mounting = Mounting.start(repository, backup)) {
      Programs.run("qemu-img", "compare", "-f", "raw", "-F", "raw", image, mounting.uri());
    }
    assertThat(directory.toFile().list()).noneMatch(name -> name.contains("overlay"));
  }

  @Test
  void a_socket_of_ones_own_choice_is_removed_at_the_end() throws Exception {
    Path socket = directory.resolve("a b%.sock");
    try (Mounting mounting = Mounting.start(repository, backup, "--socket", socket.toString())) {
      Programs.run("nbdinfo", mounting.uri());
      assertThat(socket).exists();
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void by_tcp_nobody_gets_in_without_the_name() throws Exception {
    try (Mounting mounting = Mounting.start(repository, backup, "--listen", "127.0.0.1:0")) {
      Programs.run("nbdinfo", mounting.uri());
      String without = mounting.uri().replaceAll("/[^/]*$", "/");
      assertThat(without).startsWith("nbd://127.0.0.1:").isNotEqualTo(mounting.uri());
      assertThatThrownBy(() -> Programs.run("nbdinfo", without))
          .hasMessageContaining("server replied with error");
    }
  }

  @Test
  void beyond_the_machine_it_goes_through_tls() throws Exception {
    InetAddress address = otherThanLoopback();
    try (Mounting mounting =
        Mounting.start(repository, backup, "--listen", address.getHostAddress() + ":0")) {
      assertThat(mounting.uri()).startsWith("nbds://");
      Programs.run("nbdinfo", mounting.uri());
      String plain = mounting.uri().replace("nbds:", "nbd:");
      assertThatThrownBy(() -> Programs.run("nbdinfo", plain)).isInstanceOf(AssertionError.class);
    }
  }

  private static InetAddress otherThanLoopback() throws IOException {
    Optional<InetAddress> found =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && address instanceof Inet4Address)
            .findFirst();
    Assumptions.assumeTrue(found.isPresent(), "This machine has no address but the loopback's");
    return found.get();
  }

  @Test
  void what_it_cannot_open_it_says_in_a_sentence() throws Exception {
    assertThat(said(3, "mount", "weekly", "--repository", repository.directory().toString()))
        .contains("has no backup 'weekly'", backup, "'nightly'");
    assertThat(said(2, "mount", backup, "--repository", directory.resolve("none").toString()))
        .contains("There is no directory");
    Path wrong = Files.writeString(directory.resolve("wrong"), "wrong\n");
    assertThat(
            said(
                1,
                "mount",
                backup,
                "--repository",
                repository.directory().toString(),
                "--passphrase-file",
                wrong.toString()))
        .contains("passphrase");
  }

  private static String said(int status, String... arguments) throws Exception {
    Process process = Mounting.program(arguments).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(status);
    assertThat(said).doesNotContain("Exception");
    return said;
  }
}
