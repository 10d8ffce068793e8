package io.holdfast.console.mount;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.worker.BackupFiles;
import io.holdfast.grid.worker.FileSystemReport;
import io.holdfast.grid.worker.FolderReport;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.backup.Backup;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Single files of backups, for those who may restore them. A worker exports the backup meanwhile
 * and reads it; that mount is shared by all who look into the backup, and ends by itself a minute
 * after the last of them did.
 *
 * @see "docs/decisions/021-files-in-the-console.md"
 */
@Service
public class FilesService {

  private static final int LONGEST_PATH = 8192;

  private record Place(String host, UUID mount) {}

  private final MountsService mounts;
  private final AuditLog audit;
  private final GridAccess grid;

  /** Where each backup was looked into last; that may be over, which shows when it is asked. */
  private final Map<UUID, CompletableFuture<Place>> places = new ConcurrentHashMap<>();

  FilesService(DSLContext database, MountsService mounts, GridAccess grid) {
    this.mounts = mounts;
    this.audit = new AuditLog(database);
    this.grid = grid;
  }

  /**
   * A part of what a directory holds.
   *
   * @param partition its number, 0 for the whole disk; {@code null}: the only file system
   * @param path of names divided by slashes, as they are listed
   * @param skip how many entries come before the part
   * @param most of the part, 1 to 1000
   */
  public Folder list(
      Caller caller, UUID backupId, @Nullable Integer partition, String path, int skip, int most) {
    Backup backup = readable(caller, backupId, path);
    return ask(
        caller,
        backup,
        (worker, mount) -> {
          List<FileSystemReport> found = worker.fileSystems(mount);
          Integer chosen = partition == null ? only(found) : partition;
          if (chosen == null) {
            return new Folder(found, null, List.of(), 0);
          }
          FolderReport part = worker.list(mount, chosen, path, skip, most);
          return new Folder(found, chosen, part.entries(), part.total());
        });
  }

  /** Begins to fetch a file; as {@link #list}. */
  public FileDownload open(Caller caller, UUID backupId, @Nullable Integer partition, String path) {
    Backup backup = readable(caller, backupId, path);
    return ask(
        caller,
        backup,
        (worker, mount) -> {
          Integer chosen = partition == null ? only(worker.fileSystems(mount)) : partition;
          if (chosen == null) {
            throw Refusal.invalid(
                "partition-missing",
                "The backup has several file systems.",
                "Say which by the number of its partition.");
          }
          FileDownload download = FileDownload.start(worker, mount, chosen, path);
          fetched(caller, backup, chosen, path, download);
          return download;
        });
  }

  private Backup readable(Caller caller, UUID backupId, String path) {
    Backup backup = mounts.readable(caller, backupId);
    if (path.length() > LONGEST_PATH) {
      throw Refusal.invalid(
          "path-invalid", "The path is too long.", "No path has so many characters.");
    }
    return backup;
  }

  /** The one that can be read; {@code null} when there are several. */
  private static @Nullable Integer only(List<FileSystemReport> found) {
    List<FileSystemReport> readable = found.stream().filter(FileSystemReport::isReadable).toList();
    if (readable.isEmpty()) {
      throw Refusal.conflict(
          "no-file-system",
          "Holdfast reads files from ext, XFS and NTFS; what the backup holds is %s."
              .formatted(
                  found.stream()
                      .map(FileSystemReport::kind)
                      .distinct()
                      .collect(Collectors.joining(", "))),
          "Mount the backup to look at it in other ways, or restore it.");
    }
    return readable.size() == 1 ? readable.getFirst().partition() : null;
  }

  private <R> R ask(Caller caller, Backup backup, BiFunction<BackupFiles, UUID, R> question) {
    CompletableFuture<Place> known = places.get(backup.id());
    if (known != null) {
      try {
        return ask(known.join(), question);
      } catch (GridCallException e) {
        if (e.kind() != FailureKind.NOT_FOUND && e.kind() != FailureKind.UNREACHABLE) {
          throw refusal(e);
        }
        places.remove(backup.id(), known);
      }
    }
    try {
      return ask(place(caller, backup), question);
    } catch (GridCallException e) {
      throw refusal(e);
    }
  }

  private <R> R ask(Place place, BiFunction<BackupFiles, UUID, R> question) {
    return question.apply(grid.files(place.host()), place.mount());
  }

  /** The place of a backup, found by one for all who want it at once. */
  private Place place(Caller caller, Backup backup) {
    CompletableFuture<Place> mine = new CompletableFuture<>();
    CompletableFuture<Place> known = places.putIfAbsent(backup.id(), mine);
    if (known != null) {
      return known.join();
    }
    try {
      MountedBackup mounted = mounts.mountForFiles(caller, backup);
      Place place = new Place(mounted.mount().host(), mounted.mount().id());
      mine.complete(place);
      return place;
    } catch (RuntimeException e) {
      places.remove(backup.id(), mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  /** In the words of files; what is not about them is left as it is. */
  private static RuntimeException refusal(GridCallException failure) {
    String why = failure.getMessage();
    return switch (failure.kind()) {
      case INVALID ->
          Refusal.of(
              Refusal.Kind.NOT_FOUND,
              "file-not-found",
              why,
              "Look at the folder again, from its file system's beginning if need be.");
      case UNSUPPORTED ->
          Refusal.conflict(
              "files-not-readable",
              why,
              "Once that is put right on the worker try again; else mount the backup, or restore"
                  + " it.");
      case FAILED ->
          Refusal.conflict(
              "files-failed",
              why,
              "Try again; if it stays so, verify the backup, or mount it to look at it in other"
                  + " ways.");
      case BUSY ->
          Refusal.unavailable(
              "files-busy", why, "Wait until one of them is fetched, then try again.");
      case NOT_FOUND, FULL, UNREACHABLE -> failure;
    };
  }

  private void fetched(
      Caller caller, Backup backup, int partition, String path, FileDownload download) {
    audit.add(
        caller.name(),
        "backup.fetch",
        "backup",
        backup.id().toString(),
        backup.projectId(),
        Outcome.ACCEPTED,
        Map.of(
            "path", path,
            "partition", String.valueOf(partition),
            "bytes", String.valueOf(download.sizeBytes())));
  }
}
