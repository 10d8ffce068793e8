package io.holdfast.volumeservice.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.server.ExportDevice.ZeroMode;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.volumeservice.backend.VolumeDevice;
import io.holdfast.volumeservice.file.FileBackend.SnapshotAttaching;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writes, marks, snapshots, restarts, crashes and foreign hands in random order, beside a model
 * that remembers what the volume held at each mark: whatever differs since then must be told, and
 * what nothing happened to must be known.
 */
class ChangesAgainstModelIT {
  private static final int BLOCK = Period.BLOCK_BYTES;
  private static final int STEPS = 150;

  @TempDir Path directory;

  private final UUID volume = UUID.randomUUID();
  private final Map<UUID, byte[]> contents = new HashMap<>();
  private final List<UUID> snapshots = new ArrayList<>();
  private final Set<UUID> mustBeKnown = new HashSet<>();
  private final List<String> story = new ArrayList<>();
  private Random random = new Random();
  private Path home;
  private FileBackend backend;
  private @Nullable VolumeDevice writer;
  private int told;

  @BeforeEach
  void make() throws IOException {
    home = Files.createDirectory(directory.resolve("first"));
    backend = FileBackend.open("fast", home, SnapshotAttaching.DIRECT);
    backend.createVolume(volume, 12 * BLOCK + 512, "disk");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void what_differs_is_told(long seed) throws Exception {
    random = new Random(seed);
    try {
      for (int step = 0; step < STEPS; step++) {
        step();
        assertThat(story).satisfies(_ -> check());
      }
      assertThat(told).as("not only nothing").isGreaterThan(STEPS);
    } finally {
      closeWriter();
      backend.close();
    }
  }

  private void step() throws Exception {
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> write();
      case 9, 10 -> closeWriter();
      case 11, 12, 13, 14 -> mark();
      case 15, 16, 17 -> snapshot();
      case 18 -> deleteSnapshot();
      case 19, 20 -> restart();
      case 21 -> crash();
      case 22 -> extend();
      default -> foreignWrite();
    }
  }

  private byte[] content() throws IOException {
    return Files.readAllBytes(home.resolve(volume + ".raw"));
  }

  private void write() throws IOException {
    if (writer == null) {
      writer = backend.open(volume, ExportMode.READ_WRITE);
    }
    int size = (int) writer.sizeBytes();
    int at = random.nextInt(size);
    int length = 1 + random.nextInt(Math.min(size - at, 3 * BLOCK));
    switch (random.nextInt(4)) {
      case 0 -> writer.zero(at, length, ZeroMode.ALLOW_HOLE);
      case 1 -> writer.trim(at, length);
      default -> writer.write(at, noise(length));
    }
    story.add("write " + at / BLOCK + " to " + (at + length - 1) / BLOCK);
  }

  private ByteBuffer noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private void closeWriter() {
    if (writer != null) {
      writer.close();
      writer = null;
      story.add("close");
    }
  }

  private void mark() throws IOException {
    UUID id = UUID.randomUUID();
    backend.setMark(volume, id);
    marked(id, "mark ");
  }

  private void snapshot() throws IOException {
    UUID id = UUID.randomUUID();
    backend.createSnapshot(volume, id);
    snapshots.add(id);
    marked(id, "snapshot ");
  }

  private void marked(UUID id, String what) throws IOException {
    contents.put(id, content());
    mustBeKnown.add(id);
    story.add(what + id);
  }

  private void deleteSnapshot() {
    if (!snapshots.isEmpty()) {
      UUID id = snapshots.remove(random.nextInt(snapshots.size()));
      backend.delete(id);
      story.add("delete " + id);
    }
  }

  private void restart() {
    closeWriter();
    backend.close();
    backend = FileBackend.open("fast", home, SnapshotAttaching.DIRECT);
    story.add("restart");
  }

  /** Goes on from what the files were before the old process could close anything. */
  private void crash() throws IOException {
    if (writer != null) {
      mustBeKnown.clear();
    }
    Path next = Files.createDirectory(directory.resolve("after-" + story.size()));
    try (var files = Files.list(home)) {
      for (Path file : files.filter(f -> !f.getFileName().toString().startsWith(".")).toList()) {
        Files.createLink(next.resolve(file.getFileName()), file);
      }
    }
    closeWriter();
    backend.close();
    home = next;
    backend = FileBackend.open("fast", home, SnapshotAttaching.DIRECT);
    story.add("crash");
  }

  private void extend() {
    if (writer == null) {
      backend.extendVolume(volume, backend.find(volume).orElseThrow().sizeBytes() + 512);
      mustBeKnown.clear();
      story.add("extend");
    }
  }

  private void foreignWrite() throws IOException {
    if (writer == null) {
      Path image = home.resolve(volume + ".raw");
      try (FileChannel other = FileChannel.open(image, StandardOpenOption.WRITE)) {
        other.write(noise(10), 5L * BLOCK);
      }
      // Two writes within the same tick of the kernel's clock would not be told apart.
      Files.setLastModifiedTime(image, FileTime.fromMillis(1_000_000L * story.size()));
      mustBeKnown.clear();
      story.add("foreign write to 5");
    }
  }

  private void check() throws IOException {
    if (writer == null) {
      check(volume, false);
    }
    for (UUID snapshot : snapshots) {
      check(snapshot, true);
    }
  }

  private void check(UUID image, boolean isMark) throws IOException {
    try (VolumeDevice device = backend.open(image, ExportMode.READ_ONLY)) {
      byte[] now = Files.readAllBytes(home.resolve(image + ".raw"));
      for (String context : device.contexts()) {
        UUID since = UUID.fromString(context.substring("holdfast:changed/".length()));
        byte[] then = contents.get(since);
        assertThat(then).hasSameSizeAs(now);
        List<NbdExtent> extents = device.extents(context, 0, now.length, Integer.MAX_VALUE);
        for (NbdExtent extent : extents) {
          boolean same =
              Arrays.equals(
                  then,
                  (int) extent.offset(),
                  (int) extent.end(),
                  now,
                  (int) extent.offset(),
                  (int) extent.end());
          assertThat(same || extent.flags() == ChangeContexts.CHANGED)
              .as("%s of %s since %s", extent, image, since)
              .isTrue();
        }
        told++;
      }
      if (isMark && mustBeKnown.contains(image)) {
        List<UUID> before = marksBefore(image);
        for (UUID mark : before.subList(Math.max(0, before.size() - 60), before.size())) {
          assertThat(device.contexts()).contains("holdfast:changed/" + mark);
        }
      }
    }
  }

  private List<UUID> marksBefore(UUID mark) {
    List<UUID> marks = new ArrayList<>();
    for (String line : story) {
      if (line.startsWith("mark ") || line.startsWith("snapshot ")) {
        UUID id = UUID.fromString(line.substring(line.indexOf(' ') + 1));
        if (id.equals(mark)) {
          break;
        }
        if (mustBeKnown.contains(id)) {
          marks.add(id);
        }
      }
    }
    return marks;
  }
}
