package io.holdfast.mount.program;

import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.run.BackupVolume;
import io.holdfast.engine.run.Processors;
import io.holdfast.mount.export.MountedBackup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Exports a backup until the process is told to end. Says where on its standard output. */
@Command(name = "mount")
final class ServeCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin OpenedRepository repository;
  @Mixin ListenOptions listen;

  @Option(names = "--writable", description = "Takes writes, and throws them away at the end.")
  boolean writable;

  @Option(
      names = "--overlay-directory",
      paramLabel = "DIR",
      description = "Where what is written is kept meanwhile; else the temporary directory.")
  @Nullable Path overlayDirectory;

  @Override
  public Integer call() throws IOException {
    var told = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Thread signalled =
        new Thread(() -> {
          told.countDown();
          awaitQuietly(ended);
        });
    try (Processors processors = Processors.ofAllCores();
        BackupVolume volume = repository.open(processors);
        MountedBackup mounted = mounted(volume);
        Exported exported = listen.export(mounted)) {
      Runtime.getRuntime().addShutdownHook(signalled);
      say(volume.manifest(), exported);
      awaitQuietly(told);
    } finally {
      ended.countDown();
    }
    return 0;
  }

  private MountedBackup mounted(BackupVolume volume) {
    if (!writable) {
      return MountedBackup.readOnly(volume);
    }
    Path directory =
        overlayDirectory == null
            ? Path.of(System.getProperty("java.io.tmpdir", "/tmp"))
            : overlayDirectory;
    try {
      return MountedBackup.writable(volume, directory);
    } catch (IOException e) {
      throw Wrong.failed(
          "No file for what is written can be made in %s: %s."
              .formatted(directory, e.getMessage()));
    }
  }

  private void say(Manifest manifest, Exported exported) {
    var err = spec.commandLine().getErr();
    err.printf(
        "Backup %s of volume '%s' (%d bytes, %s) can be read%s until Ctrl-C.%n",
        manifest.id(),
        Text.shown(manifest.backup().volumeName()),
        manifest.sizeBytes(),
        manifest.backup().dataTimestamp(),
        writable ? " and written (what is written is thrown away)" : "");
    exported.hint().ifPresent(err::println);
    spec.commandLine().getOut().println(exported.uri());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
