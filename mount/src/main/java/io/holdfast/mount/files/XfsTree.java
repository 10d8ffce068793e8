package io.holdfast.mount.files;

import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.mount.files.FileEntry.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * XFS, by xfs_db: it reads directories and says where a file's blocks are; the blocks themselves
 * are read from the backup. A listed entry tells its name's length, so that any name can be taken
 * as it is. The log is not replayed, as only a kernel can do that.
 */
final class XfsTree implements FileTree {
  private static final int PIECE_BYTES = 1 << 20;
  private static final Pattern ENTRY =
      Pattern.compile("\\G(\\d+) +(\\d+) +(\\w+) +0x[0-9a-f]+ +(\\d+) ");
  private static final Pattern NUMBER = Pattern.compile("(?m)^(?:core\\.)?(\\w+) = (\\d+)");
  private static final Pattern EXTENT =
      Pattern.compile(
          "(?m)^data offset (\\d+) startblock \\d+ \\((\\d+)/(\\d+)\\) count (\\d+) flag (\\d+)");

  private static final Pattern DETAIL =
      Pattern.compile("core\\.size = (\\d+)\\s+core\\.mtime\\.sec = ([^\n]*)");

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

  /** A command has only so many words. */
  private static final int ASKED_AT_ONCE = 500;

  private final DeviceTools tools;
  private final VolumeSource volume;
  private final long root;
  private final long blockBytes;
  private final long blocksPerGroup;

  XfsTree(DeviceTools tools, VolumeSource volume) throws IOException {
    this.tools = tools;
    this.volume = volume;
    String said = ask("sb 0", "print rootino blocksize agblocks");
    this.root = number(said, "rootino");
    this.blockBytes = number(said, "blocksize");
    this.blocksPerGroup = number(said, "agblocks");
  }

  @Override
  public long root() {
    return root;
  }

  private String ask(String... requests) throws IOException {
    List<String> command = new ArrayList<>(List.of("xfs_db", "-r"));
    for (String request : requests) {
      command.addAll(List.of("-c", request));
    }
    command.add(tools.device().toString());
    return new String(tools.output("xfsprogs", command), StandardCharsets.ISO_8859_1);
  }

  private static long number(String said, String field) {
    Matcher matcher = NUMBER.matcher(said);
    while (matcher.find()) {
      if (matcher.group(1).equals(field)) {
        return Long.parseLong(matcher.group(2));
      }
    }
    throw new FilesException(
        "The file system does not tell its %s; it may be damaged.".formatted(field));
  }

  @Override
  public List<FileEntry> list(long directory) throws IOException {
    String said = ask("inode " + directory, "ls");
    List<FileEntry> entries = new ArrayList<>();
    Matcher matcher = ENTRY.matcher(said);
    int at = 0;
    while (matcher.find(at) && matcher.start() == at) {
      int end = matcher.end() + Integer.parseInt(matcher.group(4));
      int line = end > said.length() ? -1 : said.indexOf('\n', end);
      if (line < 0) {
        break;
      }
      FileName name =
          new FileName(said.substring(matcher.end(), end).getBytes(StandardCharsets.ISO_8859_1));
      if (!name.isDotOrDotDot()) {
        entries.add(entry(name, Long.parseLong(matcher.group(2)), matcher.group(3)));
      }
      at = line + 1;
    }
    if (at == 0 || at != said.length()) {
      throw new FilesException(
          "Directory %d cannot be listed; the file system may be damaged.".formatted(directory));
    }
    return entries;
  }

  /** Sizes and times are in the inodes, each a question of its own. */
  private static FileEntry entry(FileName name, long inode, String type) {
    Kind kind =
        switch (type) {
          case "regular" -> Kind.FILE;
          case "directory" -> Kind.DIRECTORY;
          case "symlink" -> Kind.LINK;
          default -> Kind.OTHER;
        };
    return new FileEntry(name, inode, kind, kind == Kind.FILE ? -1 : 0, null);
  }

  @Override
  public List<FileEntry> detailed(List<FileEntry> entries) throws IOException {
    List<FileEntry> detailed = new ArrayList<>();
    for (int at = 0; at < entries.size(); at += ASKED_AT_ONCE) {
      details(entries.subList(at, Math.min(entries.size(), at + ASKED_AT_ONCE)), detailed);
    }
    return detailed;
  }

  private void details(List<FileEntry> entries, List<FileEntry> detailed) throws IOException {
    List<String> requests = new ArrayList<>();
    for (FileEntry entry : entries) {
      requests.add("inode " + entry.inode());
      requests.add("print core.size core.mtime.sec");
    }
    Matcher matcher = DETAIL.matcher(ask(requests.toArray(String[]::new)));
    for (FileEntry entry : entries) {
      if (!matcher.find()) {
        throw new FilesException("The file system does not tell its size; it may be damaged.");
      }
      detailed.add(
          new FileEntry(
              entry.name(),
              entry.inode(),
              entry.kind(),
              entry.kind() == Kind.FILE ? Long.parseLong(matcher.group(1)) : 0,
              moment(matcher.group(2))));
    }
  }

  private static @Nullable Instant moment(String text) {
    try {
      return LocalDateTime.parse(text.strip(), WHEN).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  @Override
  public void read(FileEntry file, OutputStream to) throws IOException {
    String said = ask("inode " + file.inode(), "print core.size core.realtime", "bmap -d");
    long size = number(said, "size");
    if (number(said, "realtime") != 0) {
      throw new FilesException(
          "'%s' lies on a realtime device, which is not in the backup.".formatted(file.name()));
    }
    long at = 0;
    Matcher extents = EXTENT.matcher(said);
    while (extents.find() && at < size) {
      long offset = Long.parseLong(extents.group(1)) * blockBytes;
      long length = Long.parseLong(extents.group(4)) * blockBytes;
      if (offset < at) {
        throw new FilesException("The blocks of '%s' overlap.".formatted(file.name()));
      }
      zeros(Math.min(offset, size) - at, to);
      at = Math.min(offset, size);
      long wanted = Math.min(length, size - at);
      // Blocks that were allocated and never written read as zeros.
      if (extents.group(5).equals("0")) {
        long group = Long.parseLong(extents.group(2));
        long block = group * blocksPerGroup + Long.parseLong(extents.group(3));
        copy(block * blockBytes, wanted, to);
      } else {
        zeros(wanted, to);
      }
      at += wanted;
    }
    zeros(size - at, to);
  }

  private void copy(long offset, long length, OutputStream to) throws IOException {
    if (offset < 0 || offset + length > volume.sizeBytes()) {
      throw new FilesException("A file's blocks lie behind the end of the file system.");
    }
    for (long at = 0; at < length; at += PIECE_BYTES) {
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, length - at));
      volume.read(offset + at, piece);
      to.write(piece.array());
    }
  }

  private static void zeros(long length, OutputStream to) throws IOException {
    byte[] zeros = new byte[(int) Math.min(PIECE_BYTES, Math.max(0, length))];
    for (long at = 0; at < length; at += zeros.length) {
      to.write(zeros, 0, (int) Math.min(zeros.length, length - at));
    }
  }
}
