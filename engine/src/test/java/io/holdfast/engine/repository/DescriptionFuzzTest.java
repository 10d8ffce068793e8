package io.holdfast.engine.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.Mutations;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.Segment;
import io.holdfast.engine.pack.ObjectHeader;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.repository.Manifest.Totals;
import io.holdfast.engine.repository.Repository.Settings;
import io.holdfast.engine.seal.Compression;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameCodec.Content;
import io.holdfast.engine.seal.FrameKind;
import io.holdfast.engine.seal.KeySlot;
import io.holdfast.engine.seal.Passphrase;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever descriptions, key slots, manifests and segments say, even under a seal that is right,
 * they are read or said to be damaged, and nothing else happens.
 */
class DescriptionFuzzTest {
  private static final int CASES = Integer.getInteger("holdfast.cases", 3000);
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final Passphrase PASSPHRASE = new Passphrase("first");
  private static final KeySlot.Cost CHEAP = new KeySlot.Cost(64, 1, 1);

  private final InMemoryDriver driver = new InMemoryDriver();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_description_opens_the_same_repository_or_is_refused(boolean encrypted) {
    Repository made = make(encrypted ? PASSPHRASE : null);
    byte[] description = object(Descriptions.NAME);
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      byte[] changed = Mutations.of(description, random);
      driver.objects().put(Descriptions.NAME, changed);
      driver.objects().put(Descriptions.COPY, Mutations.of(description, random));
      String what = "seed " + seed + ": " + new String(changed, UTF_8);
      readOrRefused(
          what,
          () -> {
            Repository opened = Repository.open(driver, PASSPHRASE);
            assertThat(opened.id()).as(what).isEqualTo(made.id());
            assertThat(opened.chunkBytes()).as(what).isEqualTo(made.chunkBytes());
            assertThat(opened.encrypted()).as(what).isEqualTo(encrypted);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void damage_to_a_description_or_to_its_copy_costs_nothing(boolean encrypted) {
    Repository made = make(encrypted ? PASSPHRASE : null);
    byte[] description = object(Descriptions.NAME);
    for (String name : List.of(Descriptions.NAME, Descriptions.COPY)) {
      for (int at = 0; at < description.length; at++) {
        byte[] changed = description.clone();
        changed[at] ^= (byte) (1 << at % 8);
        driver.objects().put(name, changed);
        String what = "byte %d of %s".formatted(at, name);
        assertThat(Repository.open(driver, PASSPHRASE).id()).as(what).isEqualTo(made.id());
      }
      for (int length = 0; length < description.length; length++) {
        driver.objects().put(name, Arrays.copyOf(description, length));
        String what = "%s cut to %d".formatted(name, length);
        assertThat(Repository.open(driver, PASSPHRASE).id()).as(what).isEqualTo(made.id());
      }
      driver.objects().put(name, description);
    }
  }

  @Test
  void a_key_slot_opens_with_its_own_passphrase_or_not_at_all() {
    Repository made = make(PASSPHRASE);
    KeySlot slot = new KeySlots(driver, CLOCK).list().getFirst();
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      String salt = new String(Mutations.of(slot.salt().getBytes(UTF_8), random), UTF_8);
      String wrapped = new String(Mutations.of(slot.wrapped().getBytes(UTF_8), random), UTF_8);
      boolean saltChanges = random.nextBoolean();
      KeySlot changed =
          new KeySlot(
              slot.id(),
              slot.label(),
              slot.createdAt(),
              slot.cost(),
              saltChanges ? salt : slot.salt(),
              saltChanges ? slot.wrapped() : wrapped);
      boolean same =
          changed.salt().equalsIgnoreCase(slot.salt())
              && changed.wrapped().equalsIgnoreCase(slot.wrapped());
      assertThat(changed.unwrap(PASSPHRASE, made.id()).isPresent())
          .as("seed " + seed + ": " + changed)
          .isEqualTo(same);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_manifest_that_is_sealed_anew_is_read_or_damaged(boolean encrypted) {
    Repository repository = make(encrypted ? PASSPHRASE : null);
    BackupId id = new BackupId(UUID.randomUUID());
    repository.manifests().store(manifest(id));
    byte[] content = open(repository, object(Manifests.name(id)));
    for (int seed = 0; seed < CASES; seed++) {
      byte[] changed = Mutations.of(content, new Random(seed));
      driver.objects().put(Manifests.name(id), seal(repository, changed));
      readOrRefused(
          "seed " + seed,
          () -> {
            Manifest found = repository.manifests().get(id);
            assertThat(found.segments())
                .hasSize(repository.geometry(found.sizeBytes()).segmentCount());
          });
    }
  }

  @Test
  void a_segment_is_read_or_damaged() {
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[40_000];
      random.nextBytes(bytes);
      int length = random.nextBoolean() ? random.nextInt(1250) * 32 : random.nextInt(40_000);
      readOrRefused(
          "length " + length,
          () ->
              assertThat(Segment.decode(bytes, length).encode())
                  .isEqualTo(Arrays.copyOf(bytes, length)));
    }
  }

  private static void readOrRefused(String what, Runnable reading) {
    try {
      reading.run();
    } catch (BackupException e) {
      assertThat(e.kind()).as(what).isIn(FailureKind.CORRUPT, FailureKind.MISCONFIGURED);
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  private static byte[] open(Repository repository, byte[] object) {
    byte[] frame = Arrays.copyOfRange(object, ObjectHeader.BYTES, object.length);
    byte[] content = new byte[FrameCodec.plainBytes(frame)];
    PackId id = ObjectHeader.read(ByteBuffer.wrap(object), ObjectHeader.MANIFEST);
    try (var codec = new FrameCodec(1)) {
      codec.open(
          repository.objectKey(id),
          FrameKind.MANIFEST,
          ByteBuffer.wrap(frame),
          ObjectHeader.BYTES,
          new byte[frame.length],
          content);
    }
    return content;
  }

  private static byte[] seal(Repository repository, byte[] content) {
    PackId id = new PackId(3, 4);
    var key = repository.objectKey(id);
    byte[] object = new byte[ObjectHeader.BYTES + FrameCodec.frameBytes(key, content.length)];
    ObjectHeader.write(ByteBuffer.wrap(object), ObjectHeader.MANIFEST, id);
    try (var codec = new FrameCodec(1)) {
      var sealed = new Content(content, content.length, content.length, Compression.NONE);
      codec.seal(key, FrameKind.MANIFEST, 0, sealed, object, ObjectHeader.BYTES);
    }
    return object;
  }

  private static Manifest manifest(BackupId id) {
    var backup =
        new BackupDescription(
            id,
            "nightly",
            null,
            "project",
            null,
            "volume",
            "database",
            null,
            id,
            CLOCK.instant(),
            CLOCK.instant(),
            Map.of("colour", "green"));
    List<ChunkId> segments = List.of(new ChunkId(1, 2, 3, 4), ChunkId.ZERO);
    return new Manifest(backup, 1025L * 4096, 4096, CLOCK.instant(), new Totals(1, 2, 3), segments);
  }

  private Repository make(@Nullable Passphrase passphrase) {
    return Repository.create(driver, new Settings(4096, passphrase, CHEAP), CLOCK);
  }

  private byte[] object(String name) {
    return Objects.requireNonNull(driver.objects().get(name));
  }
}
