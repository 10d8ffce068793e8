package io.holdfast.cli.mount;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/**
 * A backup that a worker exports for as long as this process says that it is used: until it is
 * closed, or a signal ends the process.
 */
final class RemoteMount implements AutoCloseable {
  /** In a lease of the worker, so that one lost message does not end it. */
  private static final int RENEWALS = 4;

  private final Api api;
  private final PrintWriter err;
  private final JsonNode mount;
  private final MountAddress address;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread signalled = new Thread(this::end, "ending");

  private RemoteMount(Api api, PrintWriter err, JsonNode mount) {
    this.api = api;
    this.err = err;
    this.mount = mount;
    this.address = MountAddress.of(mount);
  }

  /** Has a worker export the backup of an id or name. */
  static RemoteMount begin(Api api, PrintWriter err, String idOrName, boolean writable) {
    JsonNode mount = asked(api, idOrName, Map.of("writable", writable));
    RemoteMount begun = new RemoteMount(api, err, mount);
    Runtime.getRuntime().addShutdownHook(begun.signalled);
    return begun;
  }

  /** The console's answer to the wish for a mount. */
  static JsonNode asked(Api api, String idOrName, Map<String, Object> how) {
    String backup = new Lookup(api).backup(idOrName).required("id").asString();
    return api.post("/backups/" + Api.encoded(backup) + "/mounts", how);
  }

  JsonNode answer() {
    return mount;
  }

  MountAddress address() {
    return address;
  }

  /** Nobody uses it any more: {@link #renewUntilOver} returns. */
  void over() {
    over.countDown();
  }

  /** Says that it is used; refuses when the worker has it no longer. */
  void renewUntilOver() {
    int leaseSeconds = mount.path("leaseSeconds").asInt(60);
    int missed = 0;
    try {
      while (!over.await(Math.max(1, leaseSeconds / RENEWALS), TimeUnit.SECONDS)) {
        try {
          api.post(path() + "/renew", Map.of());
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

  private String path() {
    return "/mounts/" + Api.encoded(mount.path("id").asString(""));
  }

  private void end() {
    over.countDown();
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      tell();
    } finally {
      told.countDown();
    }
  }

  private void tell() {
    try {
      api.delete(path());
    } catch (Failure e) {
      err.println(
          "holdfast: The worker could not be told to end it, so it ends by itself within a minute"
              + " or so: "
              + e.getMessage());
    }
    try {
      address.forget();
    } catch (IOException e) {
      err.println("holdfast: A certificate could not be removed: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(signalled);
    } catch (IllegalStateException e) {
      awaitTold();
      return;
    }
    end();
  }

  /** The process is ending, and the hook at work; the way to the console is closed next. */
  private void awaitTold() {
    try {
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
