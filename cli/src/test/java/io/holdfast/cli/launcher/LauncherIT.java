package io.holdfast.cli.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the real launcher in a tree of its own, with a JDK and a Maven that are scripts and say what
 * they were asked for.
 */
class LauncherIT {

  private static final List<String> PROGRAMS =
      List.of(
          "volume-service/target/volume-service.jar",
          "grid-worker/target/grid-worker.jar",
          "mount/target/mount.jar",
          "console/target/console.jar",
          "cli/target/holdfast.jar");

  private record Result(int status, String out) {}

  @TempDir Path directory;

  private Path home = Path.of("");
  private Path bin = Path.of("");

  @BeforeEach
  void makeTree() throws IOException {
    home = Files.createDirectories(directory.resolve("a tree"));
    bin = Files.createDirectories(directory.resolve("bin"));
    Path real = Path.of("").toAbsolutePath().resolveSibling("holdfast");
    script(home.resolve("holdfast"), Files.readString(real));
    for (String module : List.of("volume-service", "grid-worker", "console", "mount", "cli")) {
      Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.writeString(home.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.createDirectories(home.resolve(".mvn"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    jdk("jdk-25", "25.0.3");
    // Counts how often it was called and makes what the real one would.
    StringBuilder maven =
        new StringBuilder("#!/bin/sh\necho \"$@\" >> " + quoted("maven.log") + "\n");
    PROGRAMS.forEach(jar ->
        maven
            .append("mkdir -p $(dirname ")
            .append(jar)
            .append("); touch ")
            .append(jar)
            .append('\n'));
    script(bin.resolve("mvn"), maven.toString());
  }

  private String quoted(String name) {
    return "'" + directory.resolve(name) + "'";
  }

  private void jdk(String name, String version) throws IOException {
    Path jdk = Files.createDirectories(directory.resolve("jdks").resolve(name));
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(jdk.resolve("bin/java"), "#!/bin/sh\necho " + name + " \"$@\"\n");
    script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
  }

  private static void script(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "HOLDFAST_NO_BUILD"));
    builder.environment().put("PATH", bin + ":/usr/bin:/bin");
    builder.environment().put("HOLDFAST_JDKS", directory.resolve("jdks").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out);
  }

  private Result run(String... arguments) throws IOException, InterruptedException {
    return run(home.resolve("holdfast"), Map.of(), arguments);
  }

  private long builds() throws IOException {
    Path log = directory.resolve("maven.log");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  @Test
  void builds_once_and_then_only_when_a_source_is_newer() throws Exception {
    Result first = run("volume", "list", "two words");
    assertThat(first.status()).isZero();
    assertThat(first.out()).contains("Building Holdfast", "holdfast.jar volume list two words");
    assertThat(builds()).isEqualTo(1);

    assertThat(run("volume", "list").out()).doesNotContain("Building");
    assertThat(builds()).isEqualTo(1);

    Path source = Files.writeString(home.resolve("console/src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    run("volume", "list");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void a_missing_program_is_built_although_the_sources_are_old() throws Exception {
    run("volume", "list");
    Files.delete(home.resolve("grid-worker/target/grid-worker.jar"));

    run("volume", "list");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void two_starts_build_once() throws Exception {
    script(
        bin.resolve("mvn"), Files.readString(bin.resolve("mvn")).replaceFirst("\n", "\nsleep 1\n"));
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ProcessBuilder builder =
          new ProcessBuilder(home.resolve("holdfast").toString(), "x").redirectErrorStream(true);
      builder.environment().keySet().removeAll(List.of("JAVA_HOME", "HOLDFAST_NO_BUILD"));
      builder.environment().put("PATH", bin + ":/usr/bin:/bin");
      builder.environment().put("HOLDFAST_JDKS", directory.resolve("jdks").toString());
      starts.add(builder.start());
    }
    for (Process start : starts) {
      String out = new String(start.getInputStream().readAllBytes(), UTF_8);
      assertThat(out).contains("holdfast.jar x");
      assertThat(start.waitFor()).isZero();
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void a_failed_build_shows_why_and_is_tried_again() throws Exception {
    script(bin.resolve("mvn"), "#!/bin/sh\necho '[ERROR] no semicolon in A.java'\nexit 1\n");

    Result failed = run("up");

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.out()).contains("no semicolon in A.java", "The build failed", "build.log");
    assertThat(run("up").status()).isEqualTo(1);
  }

  @Test
  void takes_a_jdk_25_and_no_other() throws Exception {
    jdk("jdk-17", "17.0.15");
    jdk("jdk-26", "26");
    Map<String, String> old = Map.of("JAVA_HOME", directory.resolve("jdks/jdk-17").toString());

    Result result = run(home.resolve("holdfast"), old, "x");

    assertThat(result.out()).contains("jdk-25 ").doesNotContain("jdk-17", "jdk-26");
  }

  @Test
  void says_what_is_missing() throws Exception {
    Map<String, String> without =
        Map.of(
            "HOLDFAST_JDKS", directory.resolve("nothing").toString(),
            "HOME", directory.toString(),
            "PATH", bin + ":" + tools());

    assertThat(run(home.resolve("holdfast"), without, "x").out()).contains("No JDK 25 was found");
    Files.delete(bin.resolve("mvn"));
    Result result = run(home.resolve("holdfast"), Map.of("PATH", bin + ":" + tools()), "x");
    assertThat(result.out()).contains("Maven is needed");
    assertThat(result.status()).isEqualTo(1);
  }

  /** A directory with the programs that the launcher uses and neither java nor mvn. */
  private Path tools() throws IOException {
    Path tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool :
        List.of("bash", "sh", "readlink", "dirname", "grep", "find", "touch", "mkdir", "env")) {
      Path link = tools.resolve(tool);
      if (!Files.exists(link)) {
        Path real =
            Files.exists(Path.of("/usr/bin", tool))
                ? Path.of("/usr/bin", tool)
                : Path.of("/bin", tool);
        Files.createSymbolicLink(link, real);
      }
    }
    return tools;
  }

  @Test
  void works_through_a_link() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("hf"), home.resolve("holdfast"));

    assertThat(run(link, Map.of(), "x").out()).contains("-Dholdfast.home=" + home.toRealPath());
  }
}
