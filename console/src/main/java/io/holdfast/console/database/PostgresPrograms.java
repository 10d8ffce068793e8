package io.holdfast.console.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from the archive that the console carries. */
final class PostgresPrograms {

  private PostgresPrograms() {}

  /**
   * The directory with {@code bin}, {@code lib} and {@code share}; unpacks it when it is not there.
   * Appears whole or not at all.
   */
  static Path unpack(Path directory, String version) {
    Path target = directory.resolve("postgresql-" + version);
    if (Files.isExecutable(target.resolve("bin/postgres"))) {
      return target;
    }
    try (InputStream archive = archive()) {
      Files.createDirectories(directory);
      Path temporary = Files.createTempDirectory(directory, ".unpacking");
      unpack(archive, temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      return target;
    } catch (IOException e) {
      throw new DatabaseStartException(
          "PostgreSQL's programs cannot be unpacked to %s: %s".formatted(directory, e.getMessage()),
          "See that the directory can be written and has 100 MB of room.",
          e);
    }
  }

  private static InputStream archive() {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    String name = "postgres-linux-" + architecture + ".txz";
    InputStream archive = PostgresPrograms.class.getClassLoader().getResourceAsStream(name);
    if (archive == null) {
      throw new DatabaseStartException(
          "This build carries no PostgreSQL for this machine (%s).".formatted(name),
          "Name a PostgreSQL 15 or newer with"
              + " --spring.datasource.url=jdbc:postgresql://HOST/NAME.");
    }
    return archive;
  }

  private static void unpack(InputStream archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("the archive names a file outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.resolveSibling(".").normalize());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(path, target.resolve(entry.getLinkName()).normalize());
        } else {
          Files.copy(tar, path);
          Files.setPosixFilePermissions(path, permissions(entry.getMode()));
        }
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if ((mode & 0100) != 0) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return permissions;
  }
}
