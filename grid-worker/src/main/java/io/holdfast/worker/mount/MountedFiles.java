package io.holdfast.worker.mount;

import io.holdfast.engine.BackupException;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.worker.BackupFiles;
import io.holdfast.grid.worker.FileReport;
import io.holdfast.grid.worker.FileSystemReport;
import io.holdfast.grid.worker.FolderReport;
import io.holdfast.mount.files.FilesException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Single files of what is exported, in the grid's words. */
public final class MountedFiles implements BackupFiles {

  @FunctionalInterface
  private interface Question<R> {
    R ask(MountFiles files) throws IOException;
  }

  private final MountedBackups mounts;

  public MountedFiles(MountedBackups mounts) {
    this.mounts = mounts;
  }

  @Override
  public List<FileSystemReport> fileSystems(UUID mountId) {
    return ask(mountId, MountFiles::fileSystems);
  }

  @Override
  public FolderReport list(UUID mountId, int partition, String path, int skip, int most) {
    return ask(mountId, files -> files.list(partition, path, skip, most));
  }

  @Override
  public FileReport open(UUID mountId, UUID readId, int partition, String path) {
    return ask(mountId, files -> files.open(readId, partition, path));
  }

  @Override
  public byte[] read(UUID mountId, UUID readId, long offset) {
    return ask(mountId, files -> files.read(readId, offset));
  }

  @Override
  public void close(UUID mountId, UUID readId) {
    mounts.files(mountId).ifPresent(files -> files.close(readId));
  }

  private <R> R ask(UUID mountId, Question<R> question) {
    MountFiles files = mounts.files(mountId).orElseThrow(MountedBackups::gone);
    try {
      return question.ask(files);
    } catch (FilesException e) {
      FailureKind kind =
          switch (e.why()) {
            case NOT_THERE -> FailureKind.INVALID;
            case NOT_READABLE -> FailureKind.UNSUPPORTED;
            case FAILED -> FailureKind.FAILED;
          };
      throw new GridCallException(kind, String.valueOf(e.getMessage()), e);
    } catch (BackupException e) {
      throw new GridCallException(FailureKind.FAILED, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new GridCallException(
          FailureKind.FAILED, "The backup cannot be looked into: " + e.getMessage(), e);
    }
  }
}
