package io.holdfast.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCopyTest {

  @TempDir Path directory;

  private Path built() throws IOException {
    Files.createDirectories(directory.resolve("target/lib"));
    Files.writeString(directory.resolve("target/lib/a.jar"), "library");
    return Files.writeString(directory.resolve("target/program.jar"), "program");
  }

  @Test
  void the_jar_and_its_libraries_are_copied() throws IOException {
    Path copy = ProgramCopy.of(built(), directory.resolve("programs"));

    assertThat(copy).hasContent("program").hasFileName("program.jar");
    assertThat(copy.resolveSibling("lib").resolve("a.jar")).hasContent("library");
  }

  @Test
  void a_build_is_copied_once_and_replaces_the_one_before() throws IOException {
    Path programs = directory.resolve("programs");
    Path jar = built();
    Path first = ProgramCopy.of(jar, programs);
    Path mark = Files.createFile(first.resolveSibling("mark"));

    assertThat(ProgramCopy.of(jar, programs)).isEqualTo(first);
    assertThat(mark).exists();

    // Only a library was built anew.
    Files.setLastModifiedTime(jar.resolveSibling("lib").resolve("a.jar"), FileTime.fromMillis(0));
    Path second = ProgramCopy.of(jar, programs);
    assertThat(second).isNotEqualTo(first).exists();
    assertThat(first).doesNotExist();
  }
}
