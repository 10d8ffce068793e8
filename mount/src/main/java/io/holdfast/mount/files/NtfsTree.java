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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * NTFS, by the tools of ntfs-3g. They list a directory only by its path, which is one that was
 * listed before; files they read by inode.
 */
final class NtfsTree implements FileTree {
  private static final long ROOT = 5;
  private static final Pattern ENTRY =
      Pattern.compile("^ *(\\d+) +(\\d+) (\\w{3} [ \\d]\\d \\d\\d:\\d\\d \\d{4}) (.*)$");

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm uuuu", Locale.ENGLISH);

  private final DeviceTools tools;
  private final Map<Long, String> paths = new ConcurrentHashMap<>(Map.of(ROOT, "/"));

  NtfsTree(DeviceTools tools) {
    this.tools = tools;
  }

  @Override
  public long root() {
    return ROOT;
  }

  @Override
  public List<FileEntry> list(long directory) throws IOException {
    String path = String.valueOf(paths.get(directory));
    // -f: a volume that was in use is marked dirty, and is only read here.
    List<String> command =
        List.of("ntfsls", "-f", "-l", "-i", "-F", "-p", path, tools.device().toString());
    List<FileEntry> entries = new ArrayList<>();
    String said = new String(tools.output("ntfs-3g", command), StandardCharsets.UTF_8);
    for (String line : said.split("\n")) {
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
    String name = matcher.group(4);
    boolean directory = name.endsWith("/");
    String plain = directory ? name.substring(0, name.length() - 1) : name;
    if (directory) {
      paths.putIfAbsent(inode, path + (path.endsWith("/") ? "" : "/") + plain);
    }
    long size = directory ? 0 : Long.parseLong(matcher.group(2));
    FileName shown = new FileName(plain.getBytes(StandardCharsets.UTF_8));
    if (!shown.isDotOrDotDot()) {
      entries.add(
          new FileEntry(
              shown,
              inode,
              directory ? Kind.DIRECTORY : Kind.FILE,
              size,
              moment(matcher.group(3))));
    }
  }

  private static @Nullable Instant moment(String text) {
    try {
      return LocalDateTime.parse(text, WHEN).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  @Override
  public void read(FileEntry file, OutputStream to) throws IOException {
    CountedOutput counted = new CountedOutput(to);
    tools.run(
        "ntfs-3g",
        counted,
        List.of("ntfscat", "-f", "-i", String.valueOf(file.inode()), tools.device().toString()));
    counted.mustBe(file);
  }
}
