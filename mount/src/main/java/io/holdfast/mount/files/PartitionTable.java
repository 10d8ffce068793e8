package io.holdfast.mount.files;

import io.holdfast.engine.extent.VolumeSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The partitions of a disk, by a GUID partition table or by a master boot record. */
final class PartitionTable {
  private static final int[] SECTOR_BYTES = {512, 4096};
  private static final int MBR_ENTRIES = 446;
  private static final int MOST_GPT_ENTRIES = 1024;

  /** An extended partition's records are a chain, which damage can make a circle. */
  private static final int MOST_LOGICAL = 128;

  private final VolumeSource disk;
  private final List<Partition> found = new ArrayList<>();

  /**
   * A partition.
   *
   * @param number as Linux counts them
   */
  record Partition(int number, long offsetBytes, long lengthBytes) {}

  private PartitionTable(VolumeSource disk) {
    this.disk = disk;
  }

  /** Those that lie within the disk; none when there is no table. */
  static List<Partition> of(VolumeSource disk) {
    PartitionTable table = new PartitionTable(disk);
    for (int sector : SECTOR_BYTES) {
      if (table.gpt(sector)) {
        return List.copyOf(table.found);
      }
    }
    table.mbr();
    return List.copyOf(table.found);
  }

  private ByteBuffer read(long offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    if (offset >= 0 && offset <= disk.sizeBytes() - length) {
      disk.read(offset, bytes);
    }
    return bytes.clear().order(ByteOrder.LITTLE_ENDIAN);
  }

  private boolean gpt(int sector) {
    ByteBuffer header = read(sector, 92);
    if (!StandardCharsets.ISO_8859_1.decode(header.slice(0, 8)).toString().equals("EFI PART")) {
      return false;
    }
    long entries = header.getLong(72) * sector;
    int count = Math.clamp(header.getInt(80), 0, MOST_GPT_ENTRIES);
    int size = header.getInt(84);
    if (size < 128 || size > 4096) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      ByteBuffer entry = read(entries + (long) i * size, 128);
      boolean used = entry.getLong(0) != 0 || entry.getLong(8) != 0;
      if (used) {
        long first = entry.getLong(32);
        add(i + 1, first * sector, (entry.getLong(40) - first + 1) * sector);
      }
    }
    return true;
  }

  private void mbr() {
    ByteBuffer record = read(0, 512);
    if (record.getShort(510) != (short) 0xaa55) {
      return;
    }
    for (int i = 0; i < 4; i++) {
      int type = type(record, i);
      long start = sectors(record, i, 8);
      if (type == 0x05 || type == 0x0f || type == 0x85) {
        logical(start);
      } else if (type != 0 && type != 0xee) {
        add(i + 1, start * 512, sectors(record, i, 12) * 512);
      }
    }
  }

  private void logical(long extended) {
    long at = extended;
    for (int number = 5; number < 5 + MOST_LOGICAL; number++) {
      ByteBuffer record = read(at * 512, 512);
      if (record.getShort(510) != (short) 0xaa55) {
        return;
      }
      if (type(record, 0) != 0) {
        add(number, (at + sectors(record, 0, 8)) * 512, sectors(record, 0, 12) * 512);
      }
      if (type(record, 1) == 0) {
        return;
      }
      at = extended + sectors(record, 1, 8);
    }
  }

  private static int type(ByteBuffer record, int entry) {
    return record.get(MBR_ENTRIES + 16 * entry + 4) & 0xff;
  }

  private static long sectors(ByteBuffer record, int entry, int field) {
    return Integer.toUnsignedLong(record.getInt(MBR_ENTRIES + 16 * entry + field));
  }

  private void add(int number, long offset, long length) {
    if (offset > 0 && length > 0 && offset <= disk.sizeBytes() - length) {
      found.add(new Partition(number, offset, length));
    }
  }
}
