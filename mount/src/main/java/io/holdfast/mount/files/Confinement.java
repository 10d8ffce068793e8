package io.holdfast.mount.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the programs that read a file system are trusted: what is on it may mean them harm. */
public enum Confinement {
  /** They are the user's who asked, and read what that user has anyway. */
  NONE,
  /**
   * They read for others, beside a process that knows secrets: in bubblewrap they see no network,
   * no other process and no file but programs, libraries and their one device, hold no privilege,
   * and get little memory and time.
   */
  SANDBOX;

  private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(25);
  private static final int MOST_OUTPUT_BYTES = 256 << 20;

  /** More than a hundred thousand entries of a directory; held in memory some times over. */
  private static final int MOST_OUTPUT_BYTES_OF_SANDBOX = 8 << 20;

  private static final List<String> SANDBOXED =
      List.of(
          "prlimit --as=1073741824 --core=0 --nofile=64",
          "bwrap --unshare-user --unshare-ipc --unshare-pid --unshare-net --unshare-uts",
          "--uid 65534 --gid 65534 --die-with-parent --new-session --clearenv",
          "--setenv PATH /usr/bin:/bin:/usr/sbin:/sbin --setenv LC_ALL C.UTF-8 --setenv TZ UTC",
          "--ro-bind /usr /usr --ro-bind-try /lib /lib --ro-bind-try /lib64 /lib64",
          "--ro-bind-try /bin /bin --ro-bind-try /sbin /sbin --dev /dev");

  /** How long a program may take for a list; {@code null}: as long as it wants. */
  @Nullable Duration timeToAnswer() {
    return this == NONE ? null : TIME_TO_ANSWER;
  }

  int mostOutputBytes() {
    return this == NONE ? MOST_OUTPUT_BYTES : MOST_OUTPUT_BYTES_OF_SANDBOX;
  }

  /** The command as it is to be started, for a program that opens one file. */
  ProcessBuilder command(String debianPackage, Path device, List<String> command) {
    ProcessBuilder plain = Tool.command(debianPackage, command);
    if (this == NONE) {
      return plain;
    }
    List<String> all = new ArrayList<>();
    SANDBOXED.forEach(words -> all.addAll(List.of(words.split(" "))));
    // Read-only or not is said by the export behind it.
    all.addAll(List.of("--bind", device.toString(), device.toString()));
    all.addAll(command);
    Tool.command("util-linux", all);
    Tool.command("bubblewrap", List.of("bwrap"));
    return plain.command(all);
  }
}
