package io.holdfast.cli.mount;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.outcome.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./holdfast backup mount}. */
@Command(
    name = "mount",
    description = {
      "Offers a backup as a network block device (NBD) at once, until Ctrl-C, and prints its URI.",
      "A worker exports it, or with --repository this machine, from the repository's directory"
          + " alone."
    })
public final class MountCommand implements Callable<Integer> {

  @Mixin Remote remote;
  @Mixin RepositoryAccess repository;

  @Option(
      names = "--writable",
      description =
          "Takes writes, keeps them in a temporary file, and throws them away at the end.")
  boolean writable;

  @Option(
      names = "--overlay-directory",
      paramLabel = "DIR",
      description = "Where that file is; else the temporary directory.")
  @Nullable Path overlayDirectory;

  @ArgGroup(exclusive = true)
  @Nullable Place place;

  /** At most one of these; with none, a socket in a new directory that only its owner can enter. */
  static final class Place {
    @Option(names = "--socket", paramLabel = "PATH", description = "On a unix socket there.")
    @Nullable Path socket;

    @Option(
        names = "--listen",
        paramLabel = "ADDRESS:PORT",
        description = "By TCP; port 0 takes a free one. With TLS unless the address is loopback.")
    @Nullable String listen;
  }

  @Override
  public Integer call() {
    return repository.directory == null ? fromWorker() : fromDirectory();
  }

  private int fromWorker() {
    if (place != null || overlayDirectory != null) {
      throw Failure.usage(
          "--socket, --listen and --overlay-directory go with --repository; without it a worker"
              + " exports the backup where it listens.");
    }
    try (Api api = remote.open()) {
      return new RemoteMount(api, remote).hold(repository.backup, writable);
    }
  }

  private int fromDirectory() {
    List<String> arguments = new ArrayList<>();
    if (writable) {
      arguments.add("--writable");
    }
    RepositoryAccess.add(arguments, "--overlay-directory", absolute(overlayDirectory));
    if (place != null) {
      RepositoryAccess.add(arguments, "--socket", absolute(place.socket));
      RepositoryAccess.add(arguments, "--listen", place.listen);
    }
    return repository.become("mount", List.of(), arguments, List.of());
  }

  private static @Nullable Path absolute(@Nullable Path path) {
    return path == null ? null : path.toAbsolutePath().normalize();
  }
}
