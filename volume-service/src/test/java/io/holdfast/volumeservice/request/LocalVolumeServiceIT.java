package io.holdfast.volumeservice.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeReport;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.volumeservice.connection.NbdSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalVolumeServiceIT {

  private static final long SIZE = 1L << 20;
  private static final ConnectorProperties CONNECTOR =
      new ConnectorProperties("alpha", List.of("127.0.0.1"), List.of("nbd"));

  @TempDir Path directory;
  private ServiceFixture fixture;
  private VolumeService service;
  private final UUID volume = UUID.randomUUID();

  @BeforeEach
  void start() {
    fixture = new ServiceFixture(directory, new NbdSettings(null, null, null, null));
    service = fixture.service;
    service.createVolume("fast", volume, SIZE, "volume");
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  @Test
  void backends_say_what_they_can() {
    assertThat(service.capabilities())
        .allSatisfy(backend -> assertThat(backend.availabilityZone()).isEqualTo("east"))
        .extracting(BackendReport::name, BackendReport::attachesSnapshots)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("fast", true),
            org.assertj.core.groups.Tuple.tuple("slow", false));
    assertThat(service.capabilities())
        .allSatisfy(report -> {
          assertThat(report.type()).isEqualTo("file");
          assertThat(report.freeBytes()).isPositive().isLessThanOrEqualTo(report.totalBytes());
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -512, 1, 513, Long.MIN_VALUE})
  void a_size_that_is_no_size_is_refused(long size) {
    assertFails(
        () -> service.createVolume("fast", UUID.randomUUID(), size, "volume"),
        FailureKind.INVALID,
        "positive multiple of 512 bytes, but " + size);
    assertFails(() -> service.extendVolume(volume, size), FailureKind.INVALID, "positive multiple");
  }

  @Test
  void a_name_that_is_no_name_is_refused() {
    for (String name : List.of("", "  ", "a\nb", "x".repeat(10_000))) {
      assertFails(
          () -> service.createVolume("fast", UUID.randomUUID(), SIZE, name),
          FailureKind.INVALID,
          "name has 1 to 255 characters");
    }
  }

  @Test
  void markup_in_a_name_is_just_a_name() {
    String name = "<b onclick=\"x\">Straße & \"Söhne\"</b>";
    assertThat(service.createVolume("fast", UUID.randomUUID(), SIZE, name).name()).isEqualTo(name);
  }

  @Test
  void unknown_things_are_not_found() {
    UUID nothing = UUID.randomUUID();
    assertFails(() -> service.listVolumes("none"), FailureKind.NOT_FOUND, "no backend 'none'");
    assertFails(() -> service.extendVolume(nothing, SIZE), FailureKind.NOT_FOUND, "no volume");
    assertFails(
        () -> service.createSnapshot(nothing, UUID.randomUUID()),
        FailureKind.NOT_FOUND,
        "no volume");
    assertFails(
        () -> service.createTemporaryVolume(nothing, UUID.randomUUID()),
        FailureKind.NOT_FOUND,
        "no snapshot");
    assertFails(() -> service.setInUse(nothing, true), FailureKind.NOT_FOUND, "no volume");
    assertFails(() -> service.prepareForBackup(nothing), FailureKind.NOT_FOUND, "no volume");
    assertFails(() -> service.setMark(nothing, nothing), FailureKind.NOT_FOUND, "no volume");
    assertFails(() -> attach(UUID.randomUUID(), nothing), FailureKind.NOT_FOUND, "no volume");
  }

  @Test
  void what_is_gone_is_deleted() {
    assertThatCode(
            () -> {
              service.deleteVolume(UUID.randomUUID());
              service.deleteSnapshot(UUID.randomUUID());
              service.deleteTemporaryVolume(UUID.randomUUID());
              service.terminateConnection(UUID.randomUUID());
            })
        .doesNotThrowAnyException();
  }

  @Test
  void everything_may_be_asked_for_twice() {
    UUID snapshot = UUID.randomUUID();
    UUID temporary = UUID.randomUUID();
    UUID mark = UUID.randomUUID();
    for (int i = 0; i < 2; i++) {
      assertThat(service.createVolume("fast", volume, SIZE, "volume").id()).isEqualTo(volume);
      service.createSnapshot(volume, snapshot);
      service.createTemporaryVolume(snapshot, temporary);
      service.prepareForBackup(volume);
      service.setMark(volume, mark);
      assertThat(service.setInUse(volume, true).inUse()).isTrue();
    }
    for (int i = 0; i < 2; i++) {
      assertThat(service.setInUse(volume, false).inUse()).isFalse();
      service.deleteTemporaryVolume(temporary);
      service.deleteSnapshot(snapshot);
      assertThat(service.extendVolume(volume, 2 * SIZE).sizeBytes()).isEqualTo(2 * SIZE);
    }
    for (int i = 0; i < 2; i++) {
      service.deleteVolume(volume);
    }
    assertThat(service.listVolumes("fast")).isEmpty();
  }

  @Test
  void many_at_once_make_one() throws Exception {
    UUID snapshot = UUID.randomUUID();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> replies = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        replies.add(threads.submit(() -> service.createSnapshot(volume, snapshot)));
      }
      for (Future<?> reply : replies) {
        reply.get();
      }
    }
    assertThat(directory.resolve("fast/" + snapshot + ".raw")).exists();
  }

  @Test
  void an_id_names_one_thing_only() {
    assertFails(
        () -> service.createVolume("fast", volume, 2 * SIZE, "volume"),
        FailureKind.INVALID,
        "exists already as something else: a volume of 1048576 bytes on backend 'fast'");
    assertFails(
        () -> service.createVolume("slow", volume, SIZE, "volume"), FailureKind.INVALID, "exists");
    assertFails(() -> service.createSnapshot(volume, volume), FailureKind.INVALID, "exists");
    UUID snapshot = UUID.randomUUID();
    service.createSnapshot(volume, snapshot);
    assertFails(() -> service.deleteVolume(snapshot), FailureKind.INVALID, "is a snapshot");
    assertFails(() -> service.deleteTemporaryVolume(volume), FailureKind.INVALID, "is a volume");
    assertFails(() -> service.setMark(snapshot, volume), FailureKind.INVALID, "is a snapshot");
    assertFails(() -> service.extendVolume(snapshot, SIZE), FailureKind.INVALID, "is a snapshot");
  }

  @Test
  void a_volume_never_becomes_smaller() {
    assertFails(
        () -> service.extendVolume(volume, SIZE / 2),
        FailureKind.INVALID,
        "cannot be made smaller");
  }

  @Test
  void a_volume_with_snapshots_or_marked_in_use_is_not_deleted() {
    UUID snapshot = UUID.randomUUID();
    service.createSnapshot(volume, snapshot);
    assertFails(() -> service.deleteVolume(volume), FailureKind.BUSY, "it has 1 snapshot");
    service.deleteSnapshot(snapshot);
    service.setInUse(volume, true);
    assertFails(() -> service.deleteVolume(volume), FailureKind.BUSY, "marked as in use");
    assertFails(
        () -> attach(UUID.randomUUID(), volume, AttachMode.READ_WRITE),
        FailureKind.BUSY,
        "marked as in use");
  }

  @Test
  void what_is_attached_is_neither_deleted_nor_extended_and_the_holder_is_named() {
    UUID attachment = UUID.randomUUID();
    attach(attachment, volume);
    assertFails(
        () -> service.deleteVolume(volume),
        FailureKind.BUSY,
        "cannot be deleted, since host alpha reads it (attachment " + attachment + ")");
    assertFails(() -> service.extendVolume(volume, 2 * SIZE), FailureKind.BUSY, "host alpha");
    service.createSnapshot(volume, UUID.randomUUID());
    service.terminateConnection(attachment);
    assertThat(service.extendVolume(volume, 2 * SIZE)).isInstanceOf(VolumeReport.class);
  }

  @Test
  void one_writes_or_many_read() {
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    attach(first, volume);
    attach(second, volume);
    UUID writer = UUID.randomUUID();
    assertFails(
        () -> attach(writer, volume, AttachMode.READ_WRITE), FailureKind.BUSY, "alpha reads");
    service.terminateConnection(first);
    service.terminateConnection(second);
    attach(writer, volume, AttachMode.READ_WRITE);
    assertFails(() -> attach(UUID.randomUUID(), volume), FailureKind.BUSY, "alpha writes to it");
    assertFails(
        () -> attach(UUID.randomUUID(), volume, AttachMode.READ_WRITE),
        FailureKind.BUSY,
        "alpha writes to it");
  }

  @Test
  void an_attachment_asked_for_again_is_the_same_and_each_has_a_secret_of_its_own() {
    UUID attachment = UUID.randomUUID();
    ConnectionInfo info = attach(attachment, volume);
    assertThat(attach(attachment, volume)).isEqualTo(info);
    ConnectionInfo other = attach(UUID.randomUUID(), volume);
    assertThat(other.get("export"))
        .isNotEqualTo(info.get("export"))
        .hasSizeGreaterThanOrEqualTo(43);
    assertThat(info.toString()).doesNotContain(String.valueOf(info.get("export")));
    assertFails(
        () -> attach(attachment, volume, AttachMode.READ_WRITE),
        FailureKind.INVALID,
        "is open already");
  }

  @Test
  void an_attachment_that_was_ended_before_it_was_made_is_never_made() {
    UUID attachment = UUID.randomUUID();
    service.terminateConnection(attachment);
    assertFails(() -> attach(attachment, volume), FailureKind.INVALID, "does not come back");
    fixture.close();
    start();
    assertFails(() -> attach(attachment, volume), FailureKind.INVALID, "does not come back");
  }

  @Test
  void snapshots_are_attached_for_reading_and_only_where_the_backend_can() {
    UUID snapshot = UUID.randomUUID();
    service.createSnapshot(volume, snapshot);
    assertFails(
        () ->
            service.initializeConnection(
                UUID.randomUUID(),
                ConnectionSource.snapshot(snapshot),
                AttachMode.READ_WRITE,
                CONNECTOR),
        FailureKind.INVALID,
        "must stay as it is");
    assertFails(() -> attach(UUID.randomUUID(), snapshot), FailureKind.INVALID, "is a snapshot");

    UUID slow = UUID.randomUUID();
    UUID slowSnapshot = UUID.randomUUID();
    service.createVolume("slow", slow, SIZE, "slow");
    service.createSnapshot(slow, slowSnapshot);
    assertFails(
        () ->
            service.initializeConnection(
                UUID.randomUUID(),
                ConnectionSource.snapshot(slowSnapshot),
                AttachMode.READ_ONLY,
                CONNECTOR),
        FailureKind.UNSUPPORTED,
        "does not attach snapshots; make a temporary volume");
  }

  @Test
  void a_worker_that_speaks_another_protocol_is_told() {
    assertFails(
        () ->
            service.initializeConnection(
                UUID.randomUUID(),
                ConnectionSource.volume(volume),
                AttachMode.READ_ONLY,
                new ConnectorProperties("alpha", List.of(), List.of("iscsi"))),
        FailureKind.UNSUPPORTED,
        "serves volumes by nbd; host alpha speaks [iscsi]");
  }

  @Test
  void an_image_that_vanished_is_reported_and_not_attached() throws Exception {
    Files.delete(directory.resolve("fast/" + volume + ".raw"));
    assertThat(service.listVolumes("fast")).isEmpty();
    assertFails(() -> attach(UUID.randomUUID(), volume), FailureKind.NOT_FOUND, "no volume");
  }

  @Test
  void an_empty_image_is_listed_with_its_problem_and_not_attached() throws Exception {
    Files.createFile(directory.resolve("fast/empty.img"));
    VolumeReport empty =
        service.listVolumes("fast").stream()
            .filter(v -> v.problem() != null)
            .findFirst()
            .orElseThrow();
    assertFails(() -> attach(UUID.randomUUID(), empty.id()), FailureKind.FAILED, "is empty");
  }

  @Test
  void with_tls_the_certificate_comes_along_and_is_kept() {
    fixture.close();
    NbdSettings encrypted = new NbdSettings(null, null, null, NbdSettings.TlsMode.ALWAYS);
    fixture = new ServiceFixture(directory, encrypted);
    service = fixture.service;
    ConnectionInfo info = attach(UUID.randomUUID(), volume);
    assertThat(info.get("tls")).isEqualTo("true");
    assertThat(info.get("certificate")).startsWith("-----BEGIN CERTIFICATE-----");
    fixture.close();
    fixture = new ServiceFixture(directory, encrypted);
    service = fixture.service;
    assertThat(attach(UUID.randomUUID(), volume).get("certificate"))
        .isEqualTo(info.get("certificate"));
  }

  private ConnectionInfo attach(UUID attachment, UUID id) {
    return attach(attachment, id, AttachMode.READ_ONLY);
  }

  private ConnectionInfo attach(UUID attachment, UUID id, AttachMode mode) {
    return service.initializeConnection(attachment, ConnectionSource.volume(id), mode, CONNECTOR);
  }

  private static void assertFails(ThrowingCallable call, FailureKind kind, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VolumeServiceException.class,
            e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
        .hasMessageContaining(words);
  }
}
