package io.holdfast.console.api;

import io.holdfast.console.mount.MountedBackup;
import io.holdfast.console.mount.MountsService;
import io.holdfast.console.security.SignedIn;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.worker.BackupMounts;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Instant use of backups: as NBD exports of a worker, for as long as somebody says so. */
@RestController
@RequestMapping("/api/v1")
class MountsApi {

  record NewMountJson(@Nullable Boolean writable) {}

  /**
   * How to reach the export, and how long it stays without being renewed.
   *
   * @param export its name, which is a secret
   * @param certificate the one to trust, as PEM; with TLS only
   */
  record MountJson(
      String id,
      String worker,
      String backupId,
      @Nullable String address,
      @Nullable String port,
      @Nullable String export,
      boolean tls,
      @Nullable String certificate,
      int leaseSeconds) {

    static MountJson of(MountedBackup mount) {
      ConnectionInfo connection = mount.connection();
      return new MountJson(
          mount.id().toString(),
          mount.worker(),
          mount.backupId().toString(),
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

  @PostMapping("/backups/{id}/mounts")
  @ResponseStatus(HttpStatus.CREATED)
  MountJson mount(
      @PathVariable String id, @RequestBody(required = false) @Nullable NewMountJson wanted) {
    boolean writable = wanted != null && Boolean.TRUE.equals(wanted.writable());
    return MountJson.of(mounts.mount(signedIn.caller(), Words.id(id, "backup id"), writable));
  }

  @PostMapping("/mounts/{worker}/{id}/renew")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void renew(@PathVariable String worker, @PathVariable String id) {
    mounts.renew(signedIn.caller(), worker, Words.id(id, "mount id"));
  }

  @DeleteMapping("/mounts/{worker}/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unmount(@PathVariable String worker, @PathVariable String id) {
    mounts.unmount(signedIn.caller(), worker, Words.id(id, "mount id"));
  }
}
