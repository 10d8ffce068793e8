package io.holdfast.console.api;

import io.holdfast.console.mount.MountedBackup;
import io.holdfast.console.mount.MountsService;
import io.holdfast.console.security.SignedIn;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.worker.BackupMounts;
import io.holdfast.schema.mount.Mount;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Instant use of backups: as NBD exports of a worker. */
@RestController
@RequestMapping("/api/v1")
class MountsApi {

  /**
   * How it is to be.
   *
   * @param writable takes writes, which are thrown away at the end; else read-only
   * @param lasting stays until it is ended or its worker ends; else it has to be renewed
   */
  record NewMountJson(@Nullable Boolean writable, @Nullable Boolean lasting) {}

  /** That a backup is mounted, without the secret that it takes to connect. */
  record MountJson(
      UUID id,
      UUID backupId,
      String backupName,
      String volumeName,
      String worker,
      boolean writable,
      String createdBy,
      boolean lasting,
      Instant createdAt) {

    static MountJson of(Mount mount) {
      return new MountJson(
          mount.id(),
          mount.backupId(),
          mount.backupName(),
          mount.volumeName(),
          mount.host(),
          mount.writable(),
          mount.createdBy(),
          mount.lasting(),
          mount.createdAt());
    }
  }

  /**
   * How to reach the export, and how long it stays without being renewed.
   *
   * @param export its name, which is a secret
   * @param certificate the one to trust, as PEM; with TLS only
   */
  record ConnectionJson(
      UUID id,
      UUID backupId,
      String worker,
      boolean writable,
      String createdBy,
      boolean lasting,
      Instant createdAt,
      @Nullable String address,
      @Nullable String port,
      @Nullable String export,
      boolean tls,
      @Nullable String certificate,
      int leaseSeconds) {

    static ConnectionJson of(MountedBackup mounted) {
      Mount mount = mounted.mount();
      ConnectionInfo connection = mounted.connection();
      return new ConnectionJson(
          mount.id(),
          mount.backupId(),
          mount.host(),
          mount.writable(),
          mount.createdBy(),
          mount.lasting(),
          mount.createdAt(),
          connection.get(ConnectionInfo.HOST),
          connection.get(ConnectionInfo.PORT),
          connection.get(ConnectionInfo.EXPORT),
          Boolean.parseBoolean(connection.get(ConnectionInfo.TLS)),
          connection.get(ConnectionInfo.CERTIFICATE),
          BackupMounts.LEASE_SECONDS);
    }
  }

  private final SignedIn signedIn;
  private final MountsService mounts;

  MountsApi(SignedIn signedIn, MountsService mounts) {
    this.signedIn = signedIn;
    this.mounts = mounts;
  }

  @GetMapping("/mounts")
  Page<MountJson> list() {
    return Page.whole(mounts.list(signedIn.caller()), MountJson::of);
  }

  @GetMapping("/backups/{id}/mounts")
  Page<MountJson> ofBackup(@PathVariable String id) {
    return Page.whole(mounts.ofBackup(signedIn.caller(), Words.id(id, "backup id")), MountJson::of);
  }

  @PostMapping("/backups/{id}/mounts")
  @ResponseStatus(HttpStatus.CREATED)
  ConnectionJson mount(
      @PathVariable String id, @RequestBody(required = false) @Nullable NewMountJson wanted) {
    boolean writable = wanted != null && Boolean.TRUE.equals(wanted.writable());
    boolean lasting = wanted != null && Boolean.TRUE.equals(wanted.lasting());
    return ConnectionJson.of(
        mounts.mount(
            signedIn.caller(),
            Words.id(id, "backup id"),
            request -> request.taking(writable).lasting(lasting)));
  }

  @GetMapping("/mounts/{id}")
  ConnectionJson get(@PathVariable String id) {
    return ConnectionJson.of(mounts.get(signedIn.caller(), mount(id)));
  }

  @PostMapping("/mounts/{id}/renew")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void renew(@PathVariable String id) {
    mounts.renew(signedIn.caller(), mount(id));
  }

  @DeleteMapping("/mounts/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unmount(@PathVariable String id) {
    mounts.unmount(signedIn.caller(), mount(id));
  }

  private static UUID mount(String id) {
    return Words.id(id, "mount id");
  }
}
