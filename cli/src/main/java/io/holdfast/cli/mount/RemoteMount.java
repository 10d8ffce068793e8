package io.holdfast.cli.mount;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.data.Directories;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A backup that a worker exports for as long as this process says that it is used. */
final class RemoteMount {
  /** In a lease of the worker, so that one lost message does not end it. */
  private static final int RENEWALS = 4;

  private final Api api;
  private final Remote remote;

  RemoteMount(Api api, Remote remote) {
    this.api = api;
    this.remote = remote;
  }

  /** Returns when it has ended, by a signal or at the worker. */
  int hold(String idOrName, boolean writable) {
    String backup = new Lookup(api).backup(idOrName).required("id").asString();
    JsonNode mount =
        api.post("/backups/" + Api.encoded(backup) + "/mounts", Map.of("writable", writable));
    String path =
        "/mounts/%s/%s"
            .formatted(
                Api.encoded(mount.path("worker").asString("")),
                Api.encoded(mount.path("id").asString("")));
    var told = new CountDownLatch(1);
    Path certificate = null;
    Thread ending = new Thread(told::countDown, "ending");
    try {
      certificate = certificate(mount);
      Path made = certificate;
      ending = new Thread(() -> end(path, made, told), "ending");
      Runtime.getRuntime().addShutdownHook(ending);
      say(mount, certificate, idOrName);
      renewUntil(told, path, mount.path("leaseSeconds").asInt(60));
      return ExitCode.OK.status();
    } finally {
      if (told.getCount() > 0) {
        Runtime.getRuntime().removeShutdownHook(ending);
        end(path, certificate, told);
      }
    }
  }

  private void renewUntil(CountDownLatch told, String path, int leaseSeconds) {
    int missed = 0;
    try {
      while (!told.await(Math.max(1, leaseSeconds / RENEWALS), TimeUnit.SECONDS)) {
        try {
          api.post(path + "/renew", Map.of());
          missed = 0;
        } catch (Failure e) {
          missed++;
          if (e.exitCode() == ExitCode.NOT_FOUND || missed > RENEWALS) {
            throw new Failure(
                e.exitCode(), "The backup is no longer offered: " + e.getMessage(), e);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(String path, @Nullable Path certificate, CountDownLatch told) {
    told.countDown();
    try {
      api.delete(path);
    } catch (Failure e) {
      remote
          .err()
          .println(
              "holdfast: The worker could not be told to end it, so it ends by itself"
                  + " within a minute or so: "
                  + e.getMessage());
    }
    try {
      if (certificate != null) {
        Directories.delete(certificate);
      }
    } catch (IOException e) {
      remote.err().println("holdfast: " + certificate + " could not be removed: " + e.getMessage());
    }
  }

  /** A directory with the worker's certificate, as clients want it; {@code null} without TLS. */
  private static @Nullable Path certificate(JsonNode mount) {
    if (!mount.path("tls").asBoolean(false)) {
      return null;
    }
    try {
      Path directory = Files.createTempDirectory("holdfast-");
      Files.writeString(directory.resolve("ca-cert.pem"), mount.path("certificate").asString(""));
      return directory;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED, "The worker's certificate cannot be kept: " + Failure.reason(e), e);
    }
  }

  private void say(JsonNode mount, @Nullable Path certificate, String backup) {
    remote
        .err()
        .printf(
            "Worker %s offers backup '%s' until Ctrl-C.%n",
            mount.path("worker").asString("?"), backup);
    if (certificate != null) {
      remote
          .err()
          .printf(
              "Clients need the certificate %s/ca-cert.pem, which is for the name 'holdfast'. QEMU:"
                  + " --object tls-creds-x509,id=tls,endpoint=client,dir=%s and"
                  + " tls-creds=tls,tls-hostname=holdfast.%n",
              certificate, certificate);
    }
    String uri =
        "%s://%s:%s/%s"
            .formatted(
                certificate == null ? "nbd" : "nbds",
                host(mount.path("address").asString("")),
                mount.path("port").asString(""),
                mount.path("export").asString(""));
    remote.answer(api, mount, uri + "\n");
  }

  private static String host(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
