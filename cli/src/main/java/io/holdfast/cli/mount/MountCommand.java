package io.holdfast.cli.mount;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast backup mount}. */
@Command(
    name = "mount",
    description = {
      "Offers a backup as a network block device (NBD) at once and prints its URI.",
      "It ends at Ctrl-C; with --detach by `backup unmount`, or when its worker ends.",
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
      names = "--detach",
      description = "Return at once; the backup stays mounted until `backup unmount`.")
  boolean detach;

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
      return detach ? leave(api) : hold(api);
    }
  }

  private int hold(Api api) {
    try (RemoteMount mount = RemoteMount.begin(api, remote.err(), repository.backup, writable)) {
      say(api, mount.answer(), mount.address(), "until Ctrl-C");
      mount.renewUntilOver();
    }
    return ExitCode.OK.status();
  }

  private int leave(Api api) {
    JsonNode mount =
        RemoteMount.asked(api, repository.backup, Map.of("writable", writable, "lasting", true));
    say(
        api,
        mount,
        MountAddress.of(mount),
        "until `./holdfast backup unmount %s`, or until it ends"
            .formatted(mount.path("id").asString("")));
    return ExitCode.OK.status();
  }

  private void say(Api api, JsonNode mount, MountAddress address, String howLong) {
    remote
        .err()
        .printf(
            "Worker %s offers backup '%s' %s.%n%s",
            mount.path("worker").asString("?"), repository.backup, howLong, address.hint());
    remote.answer(api, mount, address.uri() + "\n");
  }

  private int fromDirectory() {
    if (detach) {
      throw Failure.usage(
          "--detach leaves a backup with a worker; with --repository this command is what offers"
              + " it.");
    }
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
