package io.holdfast.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What starts of a program find of earlier ones. */
class ClassArchiveIT {

  @TempDir Path directory;
  private Path jar = Path.of("");

  @BeforeEach
  void build_a_program() throws IOException {
    Path source = directory.resolve("Small.java");
    Files.writeString(
        source, "class Small { public static void main(String[] a) { System.out.print(1); } }");
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, "-d", directory.toString(), source.toString()))
        .isZero();
    Files.createDirectories(directory.resolve("lib"));
    jar = directory.resolve("small.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Small");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file, manifest)) {
      entries.putNextEntry(new ZipEntry("Small.class"));
      Files.copy(directory.resolve("Small.class"), entries);
    }
  }

  @Test
  void the_first_end_of_a_build_writes_an_archive_and_the_next_build_takes_its_place()
      throws Exception {
    assertThat(start()).isEqualTo("1");
    List<Path> first = archives();
    assertThat(first).hasSize(1);

    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
    assertThat(start()).isEqualTo("1");
    assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(first);
  }

  @Test
  void an_archive_of_which_a_part_was_never_written_stops_no_start() throws Exception {
    assertThat(start()).isEqualTo("1");
    try (var file = new RandomAccessFile(archives().getFirst().toFile(), "rw")) {
      int head = 16 * 1024;
      file.seek(head);
      file.write(new byte[(int) file.length() - head]);
    }
    assertThat(start()).isEqualTo("1");
  }

  /** What it prints; it must end well. */
  private String start() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ClassArchive.options(jar));
    command.addAll(List.of("-jar", jar.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }
}
