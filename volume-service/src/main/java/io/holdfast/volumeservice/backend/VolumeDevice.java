package io.holdfast.volumeservice.backend;

import io.holdfast.nbd.server.ExportDevice;

/** An opened volume or snapshot. */
public interface VolumeDevice extends ExportDevice, AutoCloseable {

  /**
   * Fails all requests from now on, also those that wait inside for something; one that is in the
   * middle of reading or writing ends as it likes. May be called twice, and by any thread.
   */
  void cut();

  /** Gives the device up. Called once, after the last request has ended. */
  @Override
  void close();
}
