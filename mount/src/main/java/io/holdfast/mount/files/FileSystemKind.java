package io.holdfast.mount.files;

import io.holdfast.engine.extent.VolumeSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What begins at some place of a disk, told by the signature that each kind has. */
public enum FileSystemKind {
  XFS("XFS", true),
  NTFS("NTFS", true),
  EXT("ext", true),
  LUKS("encrypted (LUKS)", false),
  BITLOCKER("encrypted (BitLocker)", false),
  LVM("LVM", false),
  BTRFS("Btrfs", false),
  FAT("FAT", false),
  SWAP("swap space", false),
  UNKNOWN("of an unknown kind", false);

  private static final int LOOKED_AT_BYTES = 128 << 10;
  private static final int LEAST_BYTES = 2048;

  private final String label;
  private final boolean readable;

  FileSystemKind(String label, boolean readable) {
    this.label = label;
    this.readable = readable;
  }

  /** As people call it. */
  public String label() {
    return label;
  }

  /** Whether files can be read out of it here. */
  public boolean isReadable() {
    return readable;
  }

  static FileSystemKind of(VolumeSource part) {
    if (part.sizeBytes() < LEAST_BYTES) {
      return UNKNOWN;
    }
    byte[] start = new byte[(int) Math.min(LOOKED_AT_BYTES, part.sizeBytes())];
    part.read(0, ByteBuffer.wrap(start));
    return Arrays.stream(values()).filter(kind -> kind.isAt(start)).findFirst().orElse(UNKNOWN);
  }

  private boolean isAt(byte[] start) {
    return switch (this) {
      case EXT -> has(start, 1080, "\u0053\u00ef");
      case XFS -> has(start, 0, "XFSB");
      case NTFS -> has(start, 3, "NTFS    ");
      case LUKS -> has(start, 0, "LUKS\u00ba\u00be");
      case BITLOCKER -> has(start, 3, "-FVE-FS-");
      case LVM -> has(start, 512, "LABELONE");
      case BTRFS -> has(start, 0x10040, "_BHRfS_M");
      case FAT -> has(start, 54, "FAT") || has(start, 82, "FAT32");
      case SWAP -> has(start, 4086, "SWAPSPACE2");
      case UNKNOWN -> false;
    };
  }

  private static boolean has(byte[] start, int offset, String signature) {
    byte[] wanted = signature.getBytes(StandardCharsets.ISO_8859_1);
    return start.length >= offset + wanted.length
        && Arrays.equals(start, offset, offset + wanted.length, wanted, 0, wanted.length);
  }
}
