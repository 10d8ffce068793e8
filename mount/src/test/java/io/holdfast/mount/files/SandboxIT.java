package io.holdfast.mount.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.extent.FileVolume;
import io.holdfast.mount.Programs;
import io.holdfast.mount.files.FileEntry.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real file systems, read by programs that see nothing else. */
class SandboxIT {
  private static final int MIB = 1 << 20;
  private static final Instant LAST_YEAR = Instant.parse("2025-03-04T05:06:00Z");

  @TempDir Path directory;

  private final byte[] noise = new byte[3 * MIB + 5];
  private Path tree = Path.of("");

  @BeforeEach
  void needs() throws IOException {
    Programs.need("nbdfuse", "bwrap");
    Assumptions.assumeTrue(
        Files.isReadable(Path.of("/dev/fuse")) && Files.isWritable(Path.of("/dev/fuse")),
        "This user may not use /dev/fuse");
    new Random(1).nextBytes(noise);
    tree = directory.resolve("tree");
    Files.createDirectories(tree.resolve("letters"));
    Path file = Files.write(tree.resolve("letters/noise"), noise);
    Files.setLastModifiedTime(file, FileTime.from(LAST_YEAR));
  }

  @Test
  void of_ext4_whose_journal_is_not_empty() throws Exception {
    Programs.need("mkfs.ext4", "debugfs");
    Path image = sized("ext4.raw");
    Programs.run("mkfs.ext4", "-q", "-d", tree, image);
    // A write that is in the journal alone: of the first of the file's blocks.
    byte[] written = "written by the journal".getBytes(UTF_8);
    String block =
        Programs.run("debugfs", "-R", "bmap /letters/noise 0", image)
            .strip()
            .replaceAll("\\D+.*\\s", "");
    Path content = Files.write(directory.resolve("content"), padded(written));
    Path requests =
        Files.writeString(
            directory.resolve("requests"), "jo\njw -b %s %s\njc\n".formatted(block, content));
    Programs.run("debugfs", "-w", "-f", requests, image);

    try (FileVolume volume = FileVolume.open(image);
        OpenedFileSystem files = OpenedFileSystem.of(volume, 0, Confinement.SANDBOX)) {
      FileEntry found = files.tree().find("/letters/noise");
      assertThat(found.sizeBytes()).isEqualTo(noise.length);
      assertThat(found.modified()).isEqualTo(LAST_YEAR);
      assertThat(read(files, found)).startsWith(written).hasSize(noise.length);
    }
  }

  @Test
  void of_xfs_and_ntfs() throws Exception {
    Programs.need("mkfs.xfs", "xfs_db", "mkfs.ntfs", "ntfscp");
    Path xfs = sized("xfs.raw");
    Path prototype =
        Files.writeString(
            directory.resolve("prototype"),
            "/none\n0 0\nd--755 0 0\nnoise ---644 0 0 %s\nup l--777 0 0 /etc\n$\n"
                .formatted(tree.resolve("letters/noise")));
    Programs.run("mkfs.xfs", "-q", "-p", prototype, xfs);
    Path ntfs = sized("ntfs.raw");
    Programs.run("mkfs.ntfs", "-q", "-F", "-f", ntfs);
    Programs.run("ntfscp", ntfs, tree.resolve("letters/noise"), "noise");

    for (Path image : List.of(xfs, ntfs)) {
      try (FileVolume volume = FileVolume.open(image);
          OpenedFileSystem files = OpenedFileSystem.of(volume, 0, Confinement.SANDBOX)) {
        FileEntry found = files.tree().detailed(List.of(files.tree().find("noise"))).getFirst();
        assertThat(found.kind()).isEqualTo(Kind.FILE);
        assertThat(found.sizeBytes()).isEqualTo(noise.length);
        assertThat(found.modified()).isNotNull().isAfter(LAST_YEAR);
        assertThat(read(files, found)).isEqualTo(noise);
      }
    }
  }

  @Test
  void what_cannot_be_read_is_called_by_its_name() throws Exception {
    Files.write(
        directory.resolve("luks.raw"), new byte[] {'L', 'U', 'K', 'S', (byte) 0xba, (byte) 0xbe});
    try (FileVolume volume = FileVolume.open(sized("luks.raw"))) {
      assertThat(FoundFileSystem.on(volume))
          .containsExactly(new FoundFileSystem(0, FileSystemKind.LUKS, 320L * MIB));
      assertThatThrownBy(() -> OpenedFileSystem.of(volume, 0, Confinement.SANDBOX))
          .isInstanceOf(FilesException.class);
    }
  }

  @Test
  void a_program_sees_its_device_and_nothing_else() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Path device = sized("device");
    DeviceTools tools = new DeviceTools(device, Confinement.SANDBOX);
    assertThat(tools.output("coreutils", List.of("sha256sum", device.toString()))).isNotEmpty();
    for (String elsewhere : List.of(secret.toString(), "/etc/passwd", "/proc/self/environ")) {
      assertThatThrownBy(() -> tools.output("coreutils", List.of("cat", elsewhere)))
          .isInstanceOf(FilesException.class)
          .hasMessageContaining("No such file");
    }
    assertThat(new String(tools.output("coreutils", List.of("env")), UTF_8).lines())
        .allMatch(it -> it.matches("(PATH|LC_ALL|TZ|PWD)=.*"));
  }

  private Path sized(String name) throws IOException {
    Path file = directory.resolve(name);
    try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
      made.setLength(320L * MIB);
    }
    return file;
  }

  /** A block of the smallest size that may be written to a journal. */
  private static byte[] padded(byte[] content) {
    return ByteBuffer.allocate(4096).put(content).array();
  }

  private static byte[] read(OpenedFileSystem files, FileEntry entry) throws IOException {
    var content = new ByteArrayOutputStream();
    files.tree().read(entry, content);
    return content.toByteArray();
  }
}
