package io.holdfast.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdNegotiationException;
import io.holdfast.nbd.NbdNegotiationException.Reason;
import io.holdfast.nbd.counterpart.Certificates;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.counterpart.Stranger;
import io.holdfast.nbd.tls.ClientTls;
import io.holdfast.nbd.tls.ClientTls.NameCheck;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our client with strangers' TLS, certificates on both sides. */
@Timeout(120)
class TlsStrangersIT {
  private static final int SIZE = 8 * Images.MIB;

  @TempDir Path directory;

  @Test
  void reads_and_writes_through_nbdkits_tls_and_checks_its_name() throws Exception {
    Certificates certificates = Certificates.create(directory.resolve("pki"));
    Path image = Images.sparse(directory.resolve("disk.raw"), SIZE, 0, 7);
    try (Stranger nbdkit =
        Stranger.nbdkitOverTcp(
            directory,
            "--tls=require",
            "--tls-certificates=" + certificates.directory(),
            "--tls-verify-peer",
            "file",
            image.toString())) {
      NbdClientOptions options =
          NbdClientOptions.DEFAULTS.withTls(ClientTls.trusting(certificates.context("client")));
      try (NbdClient client = NbdClient.connect(nbdkit.address(), "", options)) {
        readsAndWrites(client, image);
      }
      assertRefused(nbdkit.address(), NbdClientOptions.DEFAULTS, "wants TLS");
      ClientTls otherPin = ClientTls.pinned(selfSigned());
      assertRefused(nbdkit.address(), options.withTls(otherPin), "not the one expected");
    }
  }

  @Test
  void reads_and_writes_through_qemus_tls_on_a_unix_socket() throws Exception {
    Certificates certificates = Certificates.create(directory.resolve("pki"));
    Path image = Images.sparse(directory.resolve("disk.raw"), SIZE, 0, 7);
    String credentials =
        "tls-creds-x509,id=tls0,endpoint=server,verify-peer=yes,dir=" + certificates.directory();
    ClientTls tls = new ClientTls(certificates.context("client"), NameCheck.NONE);
    NbdClientOptions options = NbdClientOptions.DEFAULTS.withTls(tls);
    try (Stranger qemu =
            Stranger.qemuNbd(
                directory,
                "--object",
                credentials,
                "--tls-creds",
                "tls0",
                "-f",
                "raw",
                image.toString());
        NbdClient client = NbdClient.connect(qemu.address(), "", options)) {
      readsAndWrites(client, image);
    }
  }

  @Test
  void does_not_fall_back_when_there_is_no_tls() throws Exception {
    try (Stranger nbdkit = Stranger.nbdkit(directory, "memory", "1M")) {
      NbdClientOptions options = NbdClientOptions.DEFAULTS.withTls(ClientTls.pinned(selfSigned()));
      assertRefused(nbdkit.address(), options, "offers no TLS");
    }
  }

  private String selfSigned() throws Exception {
    return io.holdfast.nbd.tls.TlsIdentity.loadOrCreate(directory.resolve("other"), "other")
        .certificatePem();
  }

  private static void readsAndWrites(NbdClient client, Path image) throws Exception {
    await().until(() -> client.connections() == 4);
    ByteBuffer all = ByteBuffer.allocateDirect(SIZE);
    client.read(0, all);
    assertThat(all.flip()).isEqualTo(Images.read(image, 0, SIZE));
    client.write(7, Images.random(5, 5 * Images.MIB));
    client.flush();
    assertThat(Images.read(image, 7, 5 * Images.MIB)).isEqualTo(Images.random(5, 5 * Images.MIB));
  }

  private static void assertRefused(NbdAddress address, NbdClientOptions options, String why) {
    assertThatThrownBy(() -> NbdClient.connect(address, "", options))
        .isInstanceOfSatisfying(
            NbdNegotiationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TLS))
        .hasMessageContaining(why);
  }
}
