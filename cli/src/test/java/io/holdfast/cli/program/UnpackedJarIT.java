package io.holdfast.cli.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedJarIT {

  @TempDir Path directory;

  /** A jar as Spring Boot packs one, with two libraries that both hold the resource "who". */
  private Path packed(boolean isProgram) throws IOException {
    Path jar = directory.resolve("program.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.nio");
    if (isProgram) {
      manifest.getMainAttributes().putValue("Start-Class", "io.example.Main");
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      entry(out, "org/springframework/boot/loader/Loader.class", "loader".getBytes(UTF_8));
      entry(out, "BOOT-INF/classes/io/example/Main.class", "main".getBytes(UTF_8));
      entry(out, "BOOT-INF/lib/b.jar", library("b"));
      entry(out, "BOOT-INF/lib/a.jar", library("a"));
      entry(
          out,
          "BOOT-INF/classpath.idx",
          "- \"BOOT-INF/lib/b.jar\"\n- \"BOOT-INF/lib/a.jar\"\n".getBytes(UTF_8));
    }
    return jar;
  }

  private static byte[] library(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes)) {
      entry(out, "who", name.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }

  @Test
  void classes_and_libraries_are_taken_apart_in_the_builds_order() throws IOException {
    Path unpacked = UnpackedJar.of(packed(true), directory.resolve("programs"));

    try (JarFile jar = new JarFile(unpacked.toFile())) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("io.example.Main");
      assertThat(attributes.getValue(Attributes.Name.CLASS_PATH)).isEqualTo("lib/b.jar lib/a.jar");
      assertThat(attributes.getValue("Add-Opens")).isEqualTo("java.base/java.nio");
      assertThat(jar.stream().map(ZipEntry::getName))
          .containsExactly("META-INF/MANIFEST.MF", "io/example/Main.class");
    }
    assertThat(unpacked.resolveSibling("lib").resolve("a.jar")).hasBinaryContent(library("a"));
  }

  @Test
  void a_build_is_unpacked_once_and_replaces_the_one_before() throws IOException {
    Path programs = directory.resolve("programs");
    Path jar = packed(true);
    Path first = UnpackedJar.of(jar, programs);
    Path mark = Files.createFile(first.resolveSibling("mark"));

    assertThat(UnpackedJar.of(jar, programs)).isEqualTo(first);
    assertThat(mark).exists();

    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    Path second = UnpackedJar.of(jar, programs);
    assertThat(second).isNotEqualTo(first).exists();
    assertThat(first).doesNotExist();
  }

  @Test
  void another_kind_of_jar_is_refused() throws IOException {
    Path jar = packed(false);

    assertThatThrownBy(() -> UnpackedJar.of(jar, directory.resolve("programs")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Start-Class");
  }
}
