package io.holdfast.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.holdfast.cli.data.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleVolumesIT {

  @TempDir Path directory;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void makes_three_volumes_or_none() throws IOException {
    assumeThat(FileSystemImage.tool("mke2fs")).as("mke2fs (package e2fsprogs)").isPresent();
    List<String> remarks = new ArrayList<>();
    Path volumes = directory.resolve("volumes");
    Files.createDirectories(directory.resolve("volumes.unfinished").resolve("of an earlier start"));

    new SampleVolumes(random, remarks::add).make(volumes);

    try (Stream<Path> files = Files.list(volumes)) {
      assertThat(
              files.map(file -> file.getFileName().toString().replaceFirst("^[0-9a-f-]{36}", "ID")))
          .containsExactlyInAnyOrder("documents.raw", "archive.raw", "database.raw", "ID.json");
    }
    assertThat(volumes.resolve("archive.raw")).hasSize(10L << 30);
    assertThat(FileSystemImage.isSound(volumes.resolve("documents.raw"))).hasValue(true);
    assertThat(remarks).hasSize(3);
    assertThat(directory.resolve("volumes.unfinished")).doesNotExist();
  }

  @Test
  void a_file_can_be_added_to_a_file_system() throws IOException {
    assumeThat(FileSystemImage.tool("debugfs")).as("debugfs (package e2fsprogs)").isPresent();
    Path files = Files.createDirectories(directory.resolve("files"));
    Files.writeString(files.resolve("a"), "a");
    Path image = directory.resolve("image");
    FileSystemImage.make(image, 8 << 20, files);

    assertThat(FileSystemImage.add(image, Files.writeString(directory.resolve("b"), "b"), "b"))
        .isTrue();
    assertThat(FileSystemImage.isSound(image)).hasValue(true);
  }

  @Test
  void a_scattered_image_is_data_at_both_ends_and_takes_little_room() throws IOException {
    Path image = directory.resolve("scattered");
    Images.scattered(image, 1L << 30, 3, random);

    assertThat(image).hasSize(1L << 30);
    byte[] bytes = new byte[512];
    try (var in = Files.newByteChannel(image)) {
      in.read(java.nio.ByteBuffer.wrap(bytes));
      assertThat(bytes).isNotEqualTo(new byte[512]);
      in.position((1L << 30) - 512).read(java.nio.ByteBuffer.wrap(bytes));
      assertThat(bytes).isNotEqualTo(new byte[512]);
    }
  }

  @Test
  void a_change_leaves_the_size() throws IOException {
    Path image = directory.resolve("pages");
    Images.pages(image, 4 << 20, random);
    byte[] before = Files.readAllBytes(image);

    Images.change(image, 100_000, random);

    assertThat(Files.readAllBytes(image)).hasSameSizeAs(before).isNotEqualTo(before);
  }

  @Test
  void deleting_does_not_follow_links() throws IOException {
    Path kept = Files.writeString(directory.resolve("kept"), "kept");
    Path deleted = Files.createDirectories(directory.resolve("deleted"));
    Files.createSymbolicLink(deleted.resolve("link"), directory);

    Directories.delete(deleted);
    Directories.delete(deleted);

    assertThat(deleted).doesNotExist();
    assertThat(kept).exists();
  }
}
