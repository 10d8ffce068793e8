package io.holdfast.cli.demo;

import io.holdfast.cli.api.Backup;
import io.holdfast.cli.api.Task;
import io.holdfast.cli.api.Volume;
import io.holdfast.cli.demo.DemoClient.Submitted;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.output.Durations;
import io.holdfast.cli.sample.FileSystemImage;
import io.holdfast.cli.sample.Images;
import io.holdfast.cli.sample.SampleVolumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the demonstration. Volumes are changed and compared as files, by another way than
 * Holdfast's own; everything else goes through the API.
 */
final class Demonstration {

  private static final int GARBAGE_BYTES = 8 << 20;
  private static final int SHARE_CHANGED = 100;

  /** A sample volume with what was done to it. */
  private static final class Subject {
    final Volume volume;
    final Path image;
    final Path before;
    final Path after;
    String full = "";
    String incremental = "";

    Subject(Volume volume, Path image, Path references) {
      this.volume = volume;
      this.image = image;
      this.before = references.resolve(name() + ".before");
      this.after = references.resolve(name() + ".after");
    }

    String name() {
      return String.valueOf(volume.name());
    }
  }

  /** A restored image and what it must be equal to. */
  private record Restored(Subject subject, String what, Path image, Path reference) {}

  private final DemoClient client;
  private final Path volumes;
  private final Path references;
  private final RandomGenerator random;
  private final Consumer<String> step;
  private final DemoReport report = new DemoReport();
  private final List<Subject> subjects = new ArrayList<>();
  private final List<Restored> restored = new ArrayList<>();

  /**
   * A demonstration that has not begun.
   *
   * @param volumes the directory with the images
   * @param references a directory for copies of them
   * @param step is told of each step
   */
  Demonstration(
      DemoClient client,
      Path volumes,
      Path references,
      RandomGenerator random,
      Consumer<String> step) {
    this.client = client;
    this.volumes = volumes;
    this.references = references;
    this.random = random;
    this.step = step;
  }

  DemoReport run() throws IOException, InterruptedException {
    Files.createDirectories(references);
    for (String name :
        List.of(SampleVolumes.DOCUMENTS, SampleVolumes.ARCHIVE, SampleVolumes.DATABASE)) {
      Path image = volumes.resolve(name + ".raw");
      subjects.add(new Subject(client.usableVolume(name), image, references));
    }
    for (Subject subject : subjects) {
      ImageFiles.copy(subject.image, subject.before);
    }
    step.accept("backing up all three volumes in full");
    backUp(false);
    step.accept("changing about 1 % of each volume");
    change();
    step.accept("backing up what changed");
    backUp(true);
    step.accept(
        "restoring each: the new state to a new volume, the old one over an existing volume");
    restore();
    step.accept("comparing every byte, by reading the images");
    compare();
    step.accept("verifying all backups");
    forEachBackup("verify", client::verify);
    step.accept("trying what must be refused");
    refusals();
    step.accept("deleting all backups");
    delete();
    statuses();
    return report;
  }

  private void backUp(boolean incremental) throws InterruptedException {
    Map<Subject, Submitted> queued = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      String name = subject.name() + (incremental ? " incremental" : " full");
      queued.put(subject, client.backUp(subject.volume, name, incremental));
    }
    for (Map.Entry<Subject, Submitted> entry : queued.entrySet()) {
      Subject subject = entry.getKey();
      Task task = client.ended(entry.getValue().taskId());
      Backup backup = client.backup(entry.getValue().backupId());
      report.moved(
          incremental ? "incremental" : "full backup",
          subject.name(),
          backup.sizeBytes(),
          orZero(backup.readBytes()),
          orZero(backup.storedBytes()),
          task);
      if (incremental) {
        subject.incremental = backup.id();
        storedLessThan(subject, backup);
      } else {
        subject.full = backup.id();
      }
    }
  }

  private void storedLessThan(Subject subject, Backup incremental) {
    long full = orZero(client.backup(subject.full).storedBytes());
    if (orZero(incremental.storedBytes()) >= full) {
      report.checked(
          "incremental",
          subject.name(),
          Durations.since(System.nanoTime()),
          false,
          "stored no less than the full backup");
    }
  }

  private void change() throws IOException {
    for (Subject subject : subjects) {
      boolean isFileSystem = FileSystemImage.isSound(subject.image).orElse(false);
      Path file = references.resolve("new file");
      if (isFileSystem) {
        byte[] content = new byte[2 << 20];
        random.nextBytes(content);
        Files.write(file, content);
      }
      // A file system is changed by its own tools, so that it still is one afterwards.
      if (!isFileSystem || !FileSystemImage.add(subject.image, file, "new-file")) {
        long bytes = Math.min(subject.volume.sizeBytes(), 256L << 20) / SHARE_CHANGED;
        Images.change(subject.image, bytes, random);
      }
      ImageFiles.copy(subject.image, subject.after);
    }
  }

  private void restore() throws IOException, InterruptedException {
    Map<Restored, Submitted> queued = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      Submitted toNew = client.restoreToNew(subject.incremental, subject.name() + " restored");
      queued.put(
          new Restored(subject, "restore to new", image(toNew.volumeId()), subject.after), toNew);
      Volume existing =
          client.createVolume(subject.name() + " existing", subject.volume.sizeBytes());
      // What is on the volume must be gone afterwards, where the backup has zeros too.
      Images.change(image(existing.id()), GARBAGE_BYTES, random);
      queued.put(
          new Restored(subject, "restore over", image(existing.id()), subject.before),
          client.restoreOver(subject.full, existing.id()));
    }
    for (Map.Entry<Restored, Submitted> entry : queued.entrySet()) {
      Task task = client.ended(entry.getValue().taskId());
      Restored one = entry.getKey();
      Backup backup = client.backup(entry.getValue().backupId());
      report.moved(
          one.what(), one.subject().name(), backup.sizeBytes(), orZero(task.bytesDone()), -1, task);
      restored.add(one);
    }
  }

  private void compare() throws IOException {
    for (Restored one : restored) {
      long startedAt = System.nanoTime();
      OptionalLong difference = ImageFiles.firstDifference(one.image(), one.reference());
      boolean same = difference.isEmpty();
      Optional<Boolean> sound =
          one.subject().name().equals(SampleVolumes.DOCUMENTS)
              ? FileSystemImage.isSound(one.image())
              : Optional.empty();
      String found = same ? "same bytes" : "differs from byte " + difference.getAsLong() + " on";
      boolean wasSound =
          sound.isPresent() && FileSystemImage.isSound(one.reference()).orElse(false);
      if (wasSound) {
        found += sound.get() ? ", e2fsck: clean" : ", e2fsck: damaged";
      }
      report.checked(
          "compare: " + one.what(),
          one.subject().name(),
          Durations.since(startedAt),
          same && (!wasSound || sound.get()),
          found);
    }
  }

  /** Something that is done to a backup. */
  private interface Action {
    Submitted on(String backupId);
  }

  private void forEachBackup(String what, Action action) throws InterruptedException {
    Map<Submitted, Subject> queued = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      queued.put(action.on(subject.full), subject);
      queued.put(action.on(subject.incremental), subject);
    }
    for (Map.Entry<Submitted, Subject> entry : queued.entrySet()) {
      Task task = client.ended(entry.getKey().taskId());
      Backup backup = client.backup(entry.getKey().backupId());
      report.moved(
          what + (backup.incremental() ? " incremental" : " full"),
          entry.getValue().name(),
          backup.sizeBytes(),
          orZero(task.bytesDone()),
          -1,
          task);
    }
  }

  private void refusals() throws InterruptedException {
    Subject subject = subjects.getFirst();
    mustBeRefused("delete, incremental there", subject, () -> client.delete(subject.full));
    Volume small = client.createVolume("too small", subject.volume.sizeBytes() / 2);
    mustBeRefused(
        "restore to half the size", subject, () -> client.restoreOver(subject.full, small.id()));
  }

  private void mustBeRefused(String what, Subject subject, Runnable action) {
    long startedAt = System.nanoTime();
    try {
      action.run();
      report.checked(what, subject.name(), Durations.since(startedAt), false, "was not refused");
    } catch (Failure failure) {
      boolean refused =
          failure.exitCode() == ExitCode.REFUSED || failure.exitCode() == ExitCode.USAGE;
      report.checked(
          what,
          subject.name(),
          Durations.since(startedAt),
          refused,
          refused ? "refused, as it must be" : String.valueOf(failure.getMessage()));
    }
  }

  private void delete() throws InterruptedException {
    for (Subject subject : subjects) {
      report.ended(
          "delete incremental",
          subject.name(),
          client.ended(client.delete(subject.incremental).taskId()));
      report.ended(
          "delete full", subject.name(), client.ended(client.delete(subject.full).taskId()));
    }
  }

  private void statuses() {
    for (Subject subject : subjects) {
      String status = client.volume(subject.volume.id()).status();
      report.checked(
          "status afterwards",
          subject.name(),
          Durations.since(System.nanoTime()),
          status.equals(subject.volume.status()),
          status);
    }
  }

  private Path image(String volumeId) {
    return volumes.resolve(volumeId + ".raw");
  }

  private static long orZero(@Nullable Long bytes) {
    return bytes == null ? 0 : bytes;
  }
}
