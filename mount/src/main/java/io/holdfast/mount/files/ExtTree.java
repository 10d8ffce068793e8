package io.holdfast.mount.files;

import io.holdfast.mount.files.FileEntry.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ext2, ext3 and ext4, by debugfs. An entry is {@code /inode/mode/user/group/name/size/}: no name
 * can have a slash in it, so whatever else it has, the entries can be told apart.
 */
record ExtTree(Path device) implements FileTree {
  private static final int ROOT = 2;
  private static final Pattern ENTRY =
      Pattern.compile("/(\\d+)/(\\d+)/\\d+/\\d+/([^/]*)/(\\d*)/\n", Pattern.DOTALL);

  @Override
  public long root() {
    return ROOT;
  }

  /** Brings in what the journal still holds, as mounting would; the device must take writes. */
  static void replayJournal(Path device) throws IOException {
    // Status 1 says that something was put right, which is what is wanted.
    ProcessBuilder shell =
        Tool.command("e2fsprogs", List.of("e2fsck", "-y", "-E", "journal_only", device.toString()));
    Process process =
        shell.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      if (process.waitFor() > 1) {
        throw new FilesException(
            "The file system's journal cannot be replayed; it may be damaged. Mount the backup to"
                + " look into it.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public List<FileEntry> list(long directory) throws IOException {
    // One byte is one character, for names need not be UTF-8.
    String said =
        new String(
            Tool.output(debugfs("ls -p <%d>".formatted(directory))), StandardCharsets.ISO_8859_1);
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
        entries.add(new FileEntry(name, inode, kind, size));
      }
    }
    if (at == 0 || !said.substring(at).isBlank()) {
      throw new FilesException(
          "Directory %d cannot be listed; the file system may be damaged.".formatted(directory));
    }
    return entries;
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
    Tool.run(debugfs("cat <%d>".formatted(file.inode())), counted);
    counted.mustBe(file);
  }

  private ProcessBuilder debugfs(String request) {
    return Tool.command("e2fsprogs", List.of("debugfs", "-R", request, device.toString()));
  }
}
