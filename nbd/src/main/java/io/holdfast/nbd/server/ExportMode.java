package io.holdfast.nbd.server;

/** What clients of an export may do. */
public enum ExportMode {
  READ_ONLY,
  READ_WRITE
}
