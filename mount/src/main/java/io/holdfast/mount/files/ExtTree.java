package io.holdfast.mount.files;

import io.holdfast.mount.files.FileEntry.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ext2, ext3 and ext4, by debugfs. An entry is {@code /inode/mode/user/group/name/size/}: no name
 * can have a slash in it, so whatever else it has, the entries can be told apart.
 */
record ExtTree(DeviceTools tools) implements FileTree {
  private static final int ROOT = 2;
  private static final Pattern ENTRY =
      Pattern.compile("/(\\d+)/(\\d+)/\\d+/\\d+/([^/]*)/(\\d*)/\n", Pattern.DOTALL);

  private static final Pattern LONG_ENTRY =
      Pattern.compile(
          "(?m)^ *(\\d+) +\\d+ \\(\\d+\\) +\\d+ +\\d+ +\\d+ +(\\d+-\\w{3}-\\d{4} \\d\\d:\\d\\d) ");

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d-MMM-uuuu HH:mm", Locale.ENGLISH);

  @Override
  public long root() {
    return ROOT;
  }

  /** Brings in what the journal still holds, as mounting would; the device must take writes. */
  static void replayJournal(DeviceTools tools) throws IOException {
    int status =
        tools.status(
            "e2fsprogs", List.of("e2fsck", "-y", "-E", "journal_only", tools.device().toString()));
    // Status 1 says that something was put right, which is what is wanted.
    if (status > 1) {
      throw new FilesException(
          "The file system's journal cannot be replayed; it may be damaged. Mount the backup to"
              + " look into it.");
    }
  }

  @Override
  public List<FileEntry> list(long directory) throws IOException {
    String said = ask("ls -p <%d>".formatted(directory));
    Map<Long, Instant> modified = modified(directory);
    List<FileEntry> entries = new ArrayList<>();
    Matcher matcher = ENTRY.matcher(said);
    int at = 0;
    while (matcher.find(at) && matcher.start() == at) {
      at = matcher.end();
      FileName name = new FileName(matcher.group(3).getBytes(StandardCharsets.ISO_8859_1));
      long inode = Long.parseLong(matcher.group(1));
      if (inode != 0 && !name.isDotOrDotDot()) {
        Kind kind = kind(matcher.group(2));
        long size = kind == Kind.FILE ? Long.parseLong("0" + matcher.group(4)) : 0;
        entries.add(new FileEntry(name, inode, kind, size, modified.get(inode)));
      }
    }
    if (at == 0 || !said.substring(at).isBlank()) {
      throw new FilesException(
          "Directory %d cannot be listed; the file system may be damaged.".formatted(directory));
    }
    return entries;
  }

  /**
   * When the entries changed, by inode: another list, which goes by lines. A name with a line break
   * can only belie what its own backup tells anyway.
   */
  private Map<Long, Instant> modified(long directory) throws IOException {
    Map<Long, Instant> modified = new HashMap<>();
    Matcher matcher = LONG_ENTRY.matcher(ask("ls -l <%d>".formatted(directory)));
    while (matcher.find()) {
      try {
        modified.putIfAbsent(
            Long.parseLong(matcher.group(1)),
            LocalDateTime.parse(matcher.group(2), WHEN).toInstant(ZoneOffset.UTC));
      } catch (DateTimeParseException e) {
        // Then it is not known.
      }
    }
    return modified;
  }

  private static Kind kind(String octalMode) {
    return switch (Integer.parseInt("0" + octalMode, 8) & 0170000) {
      case 0100000 -> Kind.FILE;
      case 0040000 -> Kind.DIRECTORY;
      case 0120000 -> Kind.LINK;
      default -> Kind.OTHER;
    };
  }

  @Override
  public void read(FileEntry file, OutputStream to) throws IOException {
    // It ends with status 0 whatever happens; the length tells.
    CountedOutput counted = new CountedOutput(to);
    tools.run("e2fsprogs", counted, debugfs("cat <%d>".formatted(file.inode())));
    counted.mustBe(file);
  }

  private String ask(String request) throws IOException {
    // One byte is one character, for names need not be UTF-8.
    return new String(tools.output("e2fsprogs", debugfs(request)), StandardCharsets.ISO_8859_1);
  }

  private List<String> debugfs(String request) {
    return List.of("debugfs", "-R", request, tools.device().toString());
  }
}
