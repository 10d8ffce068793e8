package io.holdfast.mount.program;

import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.engine.repository.posix.PosixDriver;
import io.holdfast.engine.run.BackupVolume;
import io.holdfast.engine.run.MemoryBudget;
import io.holdfast.engine.run.OfflineRestore;
import io.holdfast.engine.run.Processors;
import io.holdfast.engine.seal.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options by which a backup in a repository's directory is found, and what they lead to. */
final class OpenedRepository {
  private static final String PASSPHRASE = "HOLDFAST_PASSPHRASE";
  private static final int MOST_LISTED = 20;

  @Parameters(paramLabel = "BACKUP", description = "Id, or a name that only one backup has.")
  String idOrName = "";

  @Option(names = "--repository", paramLabel = "DIR")
  @Nullable Path directory;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Its passphrase; else " + PASSPHRASE + ". Not needed without encryption.")
  @Nullable Path passphraseFile;

  @Option(names = "--memory-mib", description = "Memory for what was read, in MiB; else 256.")
  int memoryMebibytes = 256;

  /** Opens the backup; nothing of its content is read yet. */
  BackupVolume open(Processors processors) {
    if (directory == null || !Files.isDirectory(directory)) {
      throw Wrong.usage("There is no directory " + directory + ".");
    }
    RepositoryDriver driver = new PosixDriver(directory, InstantSource.system());
    Repository repository = Repository.open(driver, passphrase());
    var offline =
        new OfflineRestore(
            repository,
            processors,
            MemoryBudget.ofMebibytes(memoryMebibytes),
            Progress.NONE,
            new Cancellation());
    return offline.open(find(offline.list().backups()));
  }

  private @Nullable Passphrase passphrase() {
    String value = System.getenv(PASSPHRASE);
    try {
      if (passphraseFile != null) {
        value = Files.readString(passphraseFile).stripTrailing();
      }
    } catch (NoSuchFileException _) {
      throw Wrong.usage(
          "There is no file %s to read the passphrase from.".formatted(passphraseFile));
    } catch (IOException e) {
      throw Wrong.usage(
          "The passphrase cannot be read from %s: %s. See that you may read it."
              .formatted(passphraseFile, e.getMessage()));
    }
    return value == null || value.isEmpty() ? null : new Passphrase(value);
  }

  private BackupId find(List<Manifest> backups) {
    List<Manifest> found =
        backups.stream()
            .filter(manifest ->
                manifest.id().toString().equals(idOrName)
                    || manifest.backup().name().equals(idOrName))
            .toList();
    if (found.size() == 1) {
      return found.getFirst().id();
    }
    String list =
        (found.isEmpty() ? backups : found)
            .stream()
                .sorted((a, b) -> b.backup().dataTimestamp().compareTo(a.backup().dataTimestamp()))
                .limit(MOST_LISTED)
                .map(OpenedRepository::line)
                .collect(Collectors.joining());
    throw Wrong.notFound(
        "%s %s '%s'. The newest there are:%s"
            .formatted(
                directory,
                found.isEmpty() ? "has no backup" : "has more than one backup",
                Text.shown(idOrName),
                list.isEmpty() ? " none" : list));
  }

  private static String line(Manifest manifest) {
    return "\n  %s  %s of '%s', name '%s'"
        .formatted(
            manifest.id(),
            manifest.backup().dataTimestamp(),
            Text.shown(manifest.backup().volumeName()),
            Text.shown(manifest.backup().name()));
  }
}
