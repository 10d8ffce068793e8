package io.holdfast.worker.attach;

import io.holdfast.engine.extent.VolumeSource;
import org.jspecify.annotations.Nullable;

/**
 * What a backup reads.
 *
 * @param changes since the mark that was asked for; {@code null} when that is not known
 */
public record BackupSource(VolumeSource content, @Nullable SourceChanges changes)
    implements AutoCloseable {

  @Override
  public void close() {
    content.close();
  }
}
