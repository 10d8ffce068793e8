package io.holdfast.cli.program;

import io.holdfast.cli.data.Directories;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A program's jar taken apart: its own classes in one jar, the libraries beside it, as Spring
 * Boot's {@code jarmode=tools extract} does. A JVM starts from it in two thirds of the time, and a
 * build may write the original anew while the program runs.
 */
public final class UnpackedJar {

  private static final String CLASSES = "BOOT-INF/classes/";
  private static final String LIBRARIES = "BOOT-INF/lib/";

  /** Names a class of Spring Boot's own loader, which stays behind. */
  private static final String LOADERS_SERVICE =
      "META-INF/services/java.nio.file.spi.FileSystemProvider";

  private static final String INDEX = "BOOT-INF/classpath.idx";

  private UnpackedJar() {}

  /**
   * The jar to start, below a directory that belongs to one supervisor alone. Unpacks it unless
   * this very build has been unpacked already; earlier builds of the program are deleted.
   */
  public static Path of(Path jar, Path directory) throws IOException {
    String name = String.valueOf(jar.getFileName());
    String program = name.replaceFirst("\\.jar$", "");
    long modified = Files.getLastModifiedTime(jar).toMillis();
    Path target = directory.resolve("%s-%d-%d".formatted(program, modified, Files.size(jar)));
    if (!Files.exists(target)) {
      Files.createDirectories(directory);
      deleteEarlier(directory, program + "-");
      Path unfinished = directory.resolve(program + "-unfinished");
      Files.createDirectories(unfinished.resolve("lib"));
      unpack(jar, unfinished, name);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return target.resolve(name);
  }

  private static void deleteEarlier(Path directory, String prefix) throws IOException {
    List<Path> earlier;
    try (Stream<Path> entries = Files.list(directory)) {
      earlier =
          entries.filter(entry -> String.valueOf(entry.getFileName()).startsWith(prefix)).toList();
    }
    for (Path entry : earlier) {
      Directories.delete(entry);
    }
  }

  private static void unpack(Path jar, Path directory, String name) throws IOException {
    try (JarFile packed = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(directory.resolve(name));
        JarOutputStream classes = new JarOutputStream(file, manifest(packed))) {
      // What was packed well is not worth the time to pack it well again.
      classes.setLevel(1);
      for (JarEntry entry : packed.stream().toList()) {
        String own = entry.getName().replaceFirst("^" + CLASSES, "");
        if (isOwn(entry.getName()) && !own.isEmpty()) {
          // Directories too: Spring finds classes by walking them.
          classes.putNextEntry(new ZipEntry(own));
          transfer(packed, entry, classes);
          classes.closeEntry();
        } else if (entry.getName().startsWith(LIBRARIES) && !entry.isDirectory()) {
          Path library =
              directory.resolve("lib").resolve(entry.getName().substring(LIBRARIES.length()));
          try (OutputStream out = Files.newOutputStream(library)) {
            transfer(packed, entry, out);
          }
        }
      }
    }
  }

  /**
   * Spring Boot's packaging leaves META-INF where it was: Vaadin's pages and settings lie there.
   */
  private static boolean isOwn(String name) {
    return name.startsWith(CLASSES)
        || (name.startsWith("META-INF/")
            && !name.equals(JarFile.MANIFEST_NAME)
            && !name.equals(LOADERS_SERVICE));
  }

  /**
   * The original's manifest, so that what it opens to whom stays, with main class and class path.
   */
  private static Manifest manifest(JarFile packed) throws IOException {
    Manifest manifest = new Manifest(packed.getManifest());
    Attributes attributes = manifest.getMainAttributes();
    String mainClass = attributes.getValue("Start-Class");
    if (mainClass == null) {
      throw new IOException(packed.getName() + " is not a program's jar: it has no Start-Class");
    }
    attributes.put(Attributes.Name.MAIN_CLASS, mainClass);
    attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", libraries(packed)));
    return manifest;
  }

  /** In the order of the index, which is the order of the build's class path. */
  private static List<String> libraries(JarFile packed) throws IOException {
    List<String> libraries = new ArrayList<>();
    try (InputStream index = packed.getInputStream(packed.getEntry(INDEX))) {
      new String(index.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll("^- \"" + LIBRARIES + "|\"$", ""))
          .filter(line -> !line.isBlank())
          .forEach(library -> libraries.add("lib/" + library));
    }
    return libraries;
  }

  private static void transfer(JarFile packed, JarEntry entry, OutputStream out)
      throws IOException {
    try (InputStream in = packed.getInputStream(entry)) {
      in.transferTo(out);
    }
  }
}
