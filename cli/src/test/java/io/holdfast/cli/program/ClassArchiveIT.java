package io.holdfast.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What starts of a program find of earlier ones. */
class ClassArchiveIT {

  @TempDir Path directory;
  private Path jar = Path.of("");

  /** Its library's package is sealed: all its classes must come from one and the same file. */
  @BeforeEach
  void build_a_program() throws IOException {
    compile("library/One.java", "package library; public class One {}");
    compile("library/Two.java", "package library; public class Two {}");
    compile(
        "program/Small.java",
        """
        package program;
        class Small {
          public static void main(String[] arguments) throws Exception {
            for (String name : arguments) Class.forName(name);
            System.out.print(arguments.length);
          }
        }
        """);
    Files.createDirectories(directory.resolve("target/lib"));
    pack(directory.resolve("target/lib/library.jar"), "library", Name.SEALED, "true");
    jar = directory.resolve("target/small.jar");
    pack(jar, "program", Name.MAIN_CLASS, "program.Small", Name.CLASS_PATH, "lib/library.jar");
  }

  @Test
  void the_first_orderly_end_of_a_build_writes_an_archive() throws Exception {
    assertThat(start("library.One")).isEqualTo("1");

    assertThat(archive()).exists();
  }

  @Test
  void what_is_in_the_archive_and_what_is_not_go_together() throws Exception {
    assertThat(start("library.One")).isEqualTo("1");
    assertThat(start("library.One", "library.Two")).isEqualTo("2");
  }

  @Test
  void an_archive_of_which_a_part_was_never_written_stops_no_start() throws Exception {
    start();
    try (var file = new RandomAccessFile(archive().toFile(), "rw")) {
      int head = 16 * 1024;
      file.seek(head);
      file.write(new byte[(int) file.length() - head]);
    }
    assertThat(start()).isEqualTo("0");
  }

  @Test
  void a_start_that_failed_leaves_no_archive_to_the_next() throws Exception {
    start();

    ClassArchive.delete(ClassArchive.options(ProgramCopy.of(jar)));

    assertThat(archive()).doesNotExist();
  }

  private Path archive() throws IOException {
    return ProgramCopy.of(jar).resolveSibling("classes.jsa");
  }

  /** What it prints; it must end well. */
  private String start(String... arguments) throws Exception {
    Path copy = ProgramCopy.of(jar);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ClassArchive.options(copy));
    command.addAll(List.of("-jar", copy.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private void compile(String name, String text) throws IOException {
    Path source = directory.resolve(name);
    Files.createDirectories(source.resolveSibling(""));
    Files.writeString(source, text);
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
  }

  private void pack(Path file, String classes, Object... attributes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
    for (int i = 0; i < attributes.length; i += 2) {
      manifest.getMainAttributes().put(attributes[i], attributes[i + 1]);
    }
    try (OutputStream bytes = Files.newOutputStream(file);
        JarOutputStream entries = new JarOutputStream(bytes, manifest);
        var paths = Files.newDirectoryStream(directory.resolve(classes), "*.class")) {
      for (Path path : paths) {
        entries.putNextEntry(new ZipEntry(classes + "/" + path.getFileName()));
        Files.copy(path, entries);
      }
    }
  }
}
