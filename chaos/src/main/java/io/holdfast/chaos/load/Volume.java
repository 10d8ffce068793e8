package io.holdfast.chaos.load;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One volume, as the harness knows it. Used by one thread at a time. */
public final class Volume {

  /** How it is used and backed up. */
  public enum Kind {
    /** In use and written to all the time; snapshots are taken and backed up. */
    SNAPSHOTS,
    /** In use; backed up by a temporary snapshot, and not written to meanwhile. */
    IN_USE,
    /** Nobody uses it; backed up as it is, and restored over. */
    IDLE
  }

  private final String id;
  private final Kind kind;
  private final Path image;
  private @Nullable Content content;
  private boolean frozen;

  Volume(String id, Kind kind, Path image) throws IOException {
    this.id = id;
    this.kind = kind;
    this.image = image;
    look();
  }

  public String id() {
    return id;
  }

  Kind kind() {
    return kind;
  }

  public Path image() {
    return image;
  }

  /** Takes what it holds now for right. */
  final Content look() throws IOException {
    Content now = Content.of(image);
    content = now;
    return now;
  }

  /** What it must hold; null while a restore over it is open or failed. */
  public @Nullable Content content() {
    return content;
  }

  /** A restore over it began. */
  void unknown() {
    content = null;
  }

  void holds(Content restored) {
    content = restored;
  }

  /** Nothing may be written to it: what the last request has come to is unknown. */
  void freeze() {
    frozen = true;
  }

  boolean isFrozen() {
    return frozen;
  }

  void thaw() {
    frozen = false;
  }
}
