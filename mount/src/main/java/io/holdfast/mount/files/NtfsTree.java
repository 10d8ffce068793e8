package io.holdfast.mount.files;

import io.holdfast.mount.files.FileEntry.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NTFS, by the tools of ntfs-3g. They list a directory only by its path, which is one that was
 * listed before; files they read by inode.
 */
final class NtfsTree implements FileTree {
  private static final long ROOT = 5;
  private static final Pattern ENTRY =
      Pattern.compile("^ *(\\d+) +(\\d+) \\w{3} [ \\d]\\d \\d\\d:\\d\\d \\d{4} (.*)$");

  private final Path device;
  private final Map<Long, String> paths = new HashMap<>(Map.of(ROOT, "/"));

  NtfsTree(Path device) {
    this.device = device;
  }

  @Override
  public long root() {
    return ROOT;
  }

  @Override
  public List<FileEntry> list(long directory) throws IOException {
    String path = String.valueOf(paths.get(directory));
    // -f: a volume that was in use is marked dirty, and is only read here.
    ProcessBuilder command =
        Tool.command(
            "ntfs-3g", List.of("ntfsls", "-f", "-l", "-i", "-F", "-p", path, device.toString()));
    List<FileEntry> entries = new ArrayList<>();
    for (String line : new String(Tool.output(command), StandardCharsets.UTF_8).split("\n")) {
      Matcher matcher = ENTRY.matcher(line);
      // What does not look like an entry is a part of a name with a line break, left out here.
      if (matcher.matches()) {
        add(entries, path, matcher);
      }
    }
    return entries;
  }

  private void add(List<FileEntry> entries, String path, Matcher matcher) {
    long inode = Long.parseLong(matcher.group(1));
    String name = matcher.group(3);
    boolean directory = name.endsWith("/");
    String plain = directory ? name.substring(0, name.length() - 1) : name;
    if (directory) {
      paths.putIfAbsent(inode, path + (path.endsWith("/") ? "" : "/") + plain);
    }
    long size = directory ? 0 : Long.parseLong(matcher.group(2));
    FileName shown = new FileName(plain.getBytes(StandardCharsets.UTF_8));
    if (!shown.isDotOrDotDot()) {
      entries.add(new FileEntry(shown, inode, directory ? Kind.DIRECTORY : Kind.FILE, size));
    }
  }

  @Override
  public void read(FileEntry file, OutputStream to) throws IOException {
    CountedOutput counted = new CountedOutput(to);
    Tool.run(
        Tool.command(
            "ntfs-3g",
            List.of("ntfscat", "-f", "-i", String.valueOf(file.inode()), device.toString())),
        counted);
    counted.mustBe(file);
  }
}
