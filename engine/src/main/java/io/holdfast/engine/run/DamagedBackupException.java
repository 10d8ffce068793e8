package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.repository.BackupId;
import java.util.List;
import java.util.stream.Collectors;

/** Parts of a backup are lost; says which, to the byte. */
public final class DamagedBackupException extends BackupException {
  private static final long serialVersionUID = 1L;
  private static final int NAMED_IN_MESSAGE = 40;

  private final transient List<ByteRange> ranges;

  DamagedBackupException(BackupId backup, List<ByteRange> ranges) {
    super(FailureKind.CORRUPT, message(backup, ranges));
    this.ranges = List.copyOf(ranges);
  }

  /** The lost ranges of the volume, in order. */
  public List<ByteRange> ranges() {
    return ranges;
  }

  private static String message(BackupId backup, List<ByteRange> ranges) {
    long bytes = ranges.stream().mapToLong(ByteRange::lengthBytes).sum();
    String named =
        ranges.stream()
            .limit(NAMED_IN_MESSAGE)
            .map(ByteRange::toString)
            .collect(Collectors.joining("; "));
    String more =
        ranges.size() > NAMED_IN_MESSAGE
            ? "; and " + (ranges.size() - NAMED_IN_MESSAGE) + " more ranges"
            : "";
    return "Backup "
        + backup
        + " is damaged in "
        + bytes
        + " bytes of the volume ("
        + named
        + more
        + "). Everything else of it is intact. If an older or newer backup has those ranges,"
        + " restore that one.";
  }
}
