package io.holdfast.engine.repository;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Names a backup; also the name of its manifest. */
public record BackupId(UUID value) {
  public BackupId {
    requireNonNull(value, "value");
  }

  public static BackupId parse(String text) {
    UUID value = UUID.fromString(text);
    if (!value.toString().equals(text)) {
      throw new IllegalArgumentException("not a backup id: " + text);
    }
    return new BackupId(value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
