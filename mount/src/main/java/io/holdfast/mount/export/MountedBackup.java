package io.holdfast.mount.export;

import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.nbd.server.ExportDevice;
import io.holdfast.nbd.server.ExportMode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A backup ready to be exported: the device, how it may be used, and what to close afterwards. */
public final class MountedBackup implements AutoCloseable {
  private final VolumeSource volume;
  private final @Nullable OverlayDevice overlay;
  private final ExportDevice device;

  private MountedBackup(VolumeSource volume, @Nullable OverlayDevice overlay, ExportDevice device) {
    this.volume = volume;
    this.overlay = overlay;
    this.device = device;
  }

  /** Closes the volume when it is closed itself. */
  public static MountedBackup readOnly(VolumeSource volume) {
    return new MountedBackup(volume, null, new BackupDevice(volume));
  }

  /**
   * Takes writes, and throws them away when it is closed.
   *
   * @param directory with room for what will be written
   */
  public static MountedBackup writable(VolumeSource volume, Path directory) throws IOException {
    OverlayDevice overlay = OverlayDevice.over(new BackupDevice(volume), directory);
    return new MountedBackup(volume, overlay, overlay);
  }

  public ExportDevice device() {
    return device;
  }

  public ExportMode mode() {
    return overlay == null ? ExportMode.READ_ONLY : ExportMode.READ_WRITE;
  }

  /** Only after the export was withdrawn. */
  @Override
  public void close() {
    if (overlay != null) {
      overlay.close();
    }
    volume.close();
  }
}
