package io.holdfast.cli.repository;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.output.Durations;
import io.holdfast.cli.output.Sizes;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.run.MemoryBudget;
import io.holdfast.engine.run.OfflineRestore;
import io.holdfast.engine.run.Processors;
import io.holdfast.engine.run.RestoreReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./holdfast repository restore}. */
@Command(
    name = "restore",
    description =
        "Writes a backup to a file or device with nothing but the repository's directory: no"
            + " database, no console, no worker.")
final class RestoreOffline implements Callable<Integer> {

  @Mixin Offline offline;

  @Option(
      names = "--backup",
      required = true,
      paramLabel = "ID",
      description = "The backup; `./holdfast repository list --repository DIR` shows all.")
  String backup = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "A new file; or, with --overwrite, an existing file or block device.")
  @Nullable Path to;

  @Option(
      names = "--overwrite",
      description =
          "Write over all of an existing file or device, with zeros behind the backup's end; what"
              + " is equal already is left alone.")
  boolean overwrite;

  @Option(
      names = "--accept-damage",
      description = "Restore what is intact; damaged ranges become zeros and are named.")
  boolean acceptDamage;

  @Override
  public Integer call() {
    BackupId id = id();
    if (to == null) {
      throw Failure.usage("The target is missing: --to FILE.");
    }
    Path file = to.toAbsolutePath().normalize();
    return offline.with(repository -> restore(repository, id, file));
  }

  private int restore(Repository repository, BackupId id, Path file) {
    var progress = new RestoreProgress(offline.err());
    long startedAt = System.nanoTime();
    try (var processors = Processors.ofAllCores()) {
      var engine =
          new OfflineRestore(
              repository, processors, memory(repository), progress, new Cancellation());
      Manifest manifest = engine.find(id);
      RestoreReport report;
      try (var target = RestoreTarget.open(file, manifest.sizeBytes(), overwrite)) {
        report =
            acceptDamage
                ? engine.restoreAcceptingDamage(id, target.volume(), target.mode())
                : engine.restore(id, target.volume(), target.mode());
        target.finish();
      } finally {
        progress.end();
      }
      offline
          .out()
          .printf(
              "Restored backup %s of volume '%s' (%s of %s) to %s in %s.%n",
              id,
              manifest.backup().volumeName(),
              Sizes.text(report.writtenBytes()),
              Sizes.text(manifest.sizeBytes()),
              file,
              Durations.text(Durations.since(startedAt)));
      return tellDamage(report.damaged());
    }
  }

  private int tellDamage(List<ByteRange> damaged) {
    if (damaged.isEmpty()) {
      return ExitCode.OK.status();
    }
    long bytes = damaged.stream().mapToLong(ByteRange::lengthBytes).sum();
    offline
        .err()
        .printf(
            "holdfast: %d bytes were damaged in the repository and are zeros in the file:%n",
            bytes);
    for (ByteRange range : damaged) {
      offline.err().printf("  from byte %d, %d bytes%n", range.offsetBytes(), range.lengthBytes());
    }
    return ExitCode.DAMAGED.status();
  }

  private BackupId id() {
    try {
      return BackupId.parse(backup);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "'"
              + backup
              + "' is no backup's id. `./holdfast repository list --repository DIR` shows all.");
    }
  }

  /** Enough for full speed, and for the largest chunks. */
  private static MemoryBudget memory(Repository repository) {
    return new MemoryBudget(Math.max(128L << 20, 48L * repository.chunkBytes()));
  }
}
