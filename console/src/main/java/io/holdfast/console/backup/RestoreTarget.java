package io.holdfast.console.backup;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a backup is to be restored to. */
public sealed interface RestoreTarget {

  /** Over a volume that is there: the backup's own or another one of at least its size. */
  record ToVolume(UUID volumeId) implements RestoreTarget {}

  /**
   * To a volume that is made for it.
   *
   * @param name {@code null} or blank: a name made from the backup's
   * @param backend {@code null}: that of the backup's volume if it is still there, else the one
   *     with the most room
   */
  record ToNewVolume(@Nullable String name, @Nullable String backend) implements RestoreTarget {}
}
