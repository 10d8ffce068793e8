package io.holdfast.bench.whole;

import io.holdfast.cli.data.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A peer that is a command: restic, Borg with the settings that are its best here, or Cinder's
 * chunked driver, which a script calls without the services around it.
 */
final class CommandTool implements Tool {

  /**
   * How a peer is called. REPO, IMAGE and HOME stand for the repository, the image and Holdfast's
   * own directory.
   */
  enum Peer {
    RESTIC(
        List.of("restic", "init", "--repo", "REPO"),
        List.of("restic", "backup", "--repo", "REPO", "--quiet", "IMAGE"),
        List.of("restic", "backup", "--repo", "REPO", "--quiet", "--force", "IMAGE"),
        List.of("restic", "restore", "latest", "--repo", "REPO", "--quiet", "--target", ".")),
    BORG(
        List.of("borg", "init", "--encryption=repokey-blake2", "REPO"),
        borg("first"),
        borg("second"),
        List.of("borg", "extract", "--sparse", "REPO::second")),
    CINDER_ZLIB(
        List.of("mkdir", "REPO"),
        cinder("backup", "IMAGE", "zlib"),
        cinder("rescan", "IMAGE", "zlib"),
        cinder("restore", ".IMAGE", "zlib")),
    CINDER_NONE(
        List.of("mkdir", "REPO"),
        cinder("backup", "IMAGE", "none"),
        cinder("rescan", "IMAGE", "none"),
        cinder("restore", ".IMAGE", "none"));

    private final List<String> init;
    private final List<String> full;
    private final List<String> rescan;
    private final List<String> restore;

    Peer(List<String> init, List<String> full, List<String> rescan, List<String> restore) {
      this.init = init;
      this.full = full;
      this.rescan = rescan;
      this.restore = restore;
    }

    private static List<String> borg(String archive) {
      return List.of(
          "borg",
          "create",
          "--compression=zstd,1",
          "--chunker-params=fixed,1048576",
          "--files-cache=disabled",
          "REPO::" + archive,
          "IMAGE");
    }

    private static List<String> cinder(String what, String image, String compression) {
      return List.of(
          // Debian's own, whose modules python3-cinder brings.
          "/usr/bin/python3",
          "HOME/bench/peers/cinder-chunked.py",
          what,
          "REPO",
          image,
          compression);
    }

    /** Whether its last line says how long it took; else it is timed from outside. */
    boolean timesItself() {
      return this == CINDER_ZLIB || this == CINDER_NONE;
    }

    String tool() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The peers that a name on the command line stands for. */
    static List<Peer> named(String name) {
      return Arrays.stream(values())
          .filter(peer -> peer.tool().equals(name) || peer.tool().startsWith(name + "-"))
          .toList();
    }
  }

  private final Peer peer;
  private final Path image;
  private final Path directory;

  CommandTool(Peer peer, Path image, Path directory) throws IOException {
    this.peer = peer;
    this.image = image;
    this.directory = directory.resolve(peer.tool());
    Files.createDirectories(this.directory);
  }

  @Override
  public String name() {
    return peer.tool();
  }

  @Override
  public double full() throws Exception {
    run(peer.init, directory);
    return timed(peer.full, directory);
  }

  @Override
  public double rescan() throws Exception {
    return timed(peer.rescan, directory);
  }

  @Override
  public double restore() throws Exception {
    Path target = Files.createDirectory(directory.resolve("target"));
    double seconds = timed(peer.restore, target);
    Path restored = target.resolve(Path.of("/").relativize(image.toAbsolutePath()));
    if (Files.mismatch(image, restored) != -1) {
      throw new IOException(name() + " restored something else");
    }
    // All tools' repositories and restored images together may be more than the memory.
    Directories.delete(target);
    return seconds;
  }

  @Override
  public void forget() throws IOException {
    Directories.delete(directory);
    Files.createDirectories(directory);
  }

  private double timed(List<String> words, Path workingDirectory) throws Exception {
    long start = System.nanoTime();
    String said = run(words, workingDirectory);
    double seconds = (System.nanoTime() - start) / 1e9;
    return peer.timesItself()
        ? Double.parseDouble(said.substring(said.lastIndexOf('\n') + 1))
        : seconds;
  }

  /** What it said. */
  private String run(List<String> words, Path workingDirectory) throws Exception {
    List<String> command =
        words.stream()
            .map(word ->
                word.replace("REPO", directory.resolve("repository").toString())
                    .replace("IMAGE", image.toString())
                    .replace("HOME", System.getProperty("holdfast.home", ".")))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(workingDirectory.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "RESTIC_PASSWORD",
                "bench",
                "RESTIC_CACHE_DIR",
                directory.resolve("cache").toString(),
                "BORG_PASSPHRASE",
                "bench",
                "BORG_BASE_DIR",
                directory.resolve("base").toString()));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("%s ended with %d: %s".formatted(command, status, said));
    }
    return said.strip();
  }
}
