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

  @Test
  void the_jar_and_its_libraries_are_copied() throws IOException {
    Path jar = built();
    Path copy = ProgramCopy.of(jar);

    assertThat(copy).isNotEqualTo(jar).hasContent("program").hasFileName("program.jar");
    assertThat(copy.resolveSibling("lib").resolve("a.jar")).hasContent("library");
  }

  @Test
  void a_build_is_copied_once() throws IOException {
    Path jar = built();
    Path copy = ProgramCopy.of(jar);
    Path mark = Files.createFile(copy.resolveSibling("mark"));

    assertThat(ProgramCopy.of(jar)).isEqualTo(copy);
    assertThat(mark).exists();
  }

  @Test
  void a_build_goes_when_there_is_another_and_nobody_who_asked_for_it_runs() throws Exception {
    Path jar = built();
    Path first = ProgramCopy.of(jar);
    buildAgain(jar);
    Path second = ProgramCopy.of(jar);
    assertThat(second).isNotEqualTo(first).exists();
    assertThat(first).as("asked for by this very process").exists();

    Path users = first.resolveSibling("users");
    Files.move(
        users.resolve(Long.toString(ProcessHandle.current().pid())),
        users.resolve(Long.toString(ended())));
    assertThat(ProgramCopy.of(jar)).isEqualTo(second).exists();
    assertThat(first.getParent()).doesNotExist();
  }

  @Test
  void a_copy_that_was_not_finished_does_not_count() throws IOException {
    Path jar = built();
    Path copy = ProgramCopy.of(jar);
    Path unfinished = copy.resolveSibling("../unfinished").normalize();
    Files.move(copy.getParent(), unfinished);
    Files.delete(unfinished.resolve("lib/a.jar"));

    assertThat(ProgramCopy.of(jar)).isEqualTo(copy);
    assertThat(copy.resolveSibling("lib").resolve("a.jar")).hasContent("library");
    assertThat(unfinished).doesNotExist();
  }

  private Path built() throws IOException {
    Files.createDirectories(directory.resolve("target/lib"));
    Files.writeString(directory.resolve("target/lib/a.jar"), "library");
    return Files.writeString(directory.resolve("target/program.jar"), "program");
  }

  /** Only a library. */
  private static void buildAgain(Path jar) throws IOException {
    Files.setLastModifiedTime(jar.resolveSibling("lib").resolve("a.jar"), FileTime.fromMillis(0));
  }

  /** The id of a process that is no more. */
  private static long ended() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }
}
