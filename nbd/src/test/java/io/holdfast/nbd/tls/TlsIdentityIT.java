package io.holdfast.nbd.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.nbd.CommandFlag;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdNegotiationException;
import io.holdfast.nbd.NbdNegotiationException.Reason;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.nbd.server.MemoryDevice;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsIdentityIT {
  @TempDir Path directory;

  @Test
  void an_identity_is_made_once_and_for_its_owner_only() throws Exception {
    TlsIdentity made = TlsIdentity.loadOrCreate(directory.resolve("tls"), "node-1.example");
    TlsIdentity loaded = TlsIdentity.loadOrCreate(directory.resolve("tls"), "another name");
    assertThat(loaded.certificate()).isEqualTo(made.certificate());
    assertThat(made.certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=node-1.example");
    assertThat(made.certificate().getPublicKey().getAlgorithm()).isEqualTo("EC");
    try (var files = Files.list(directory.resolve("tls"))) {
      assertThat(files)
          .hasSize(2)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void a_half_made_identity_is_made_anew() throws Exception {
    Files.writeString(directory.resolve("tls.password"), "left by a crash");
    assertThat(TlsIdentity.loadOrCreate(directory, "node").certificatePem())
        .startsWith("-----BEGIN CERTIFICATE-----\n");
  }

  @Test
  void a_damaged_identity_says_what_to_do() throws Exception {
    Files.writeString(directory.resolve("tls.password"), "password");
    Files.writeString(directory.resolve("tls.p12"), "no key store");
    assertThatThrownBy(() -> TlsIdentity.loadOrCreate(directory, "node"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls.p12");
    assertThatThrownBy(() -> TlsIdentity.loadOrCreate(directory.resolve("x"), "CN=evil, O=x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_client_trusts_the_pinned_certificate_and_no_other() throws Exception {
    TlsIdentity identity = TlsIdentity.loadOrCreate(directory.resolve("a"), "node");
    TlsIdentity stranger = TlsIdentity.loadOrCreate(directory.resolve("b"), "node");
    NbdServerOptions options = NbdServerOptions.DEFAULTS.withTls(identity.serverContext());
    try (NbdServer server = NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), options)) {
      server.export("disk", new MemoryDevice(6 * Images.MIB), ExportMode.READ_WRITE);
      NbdClientOptions pinned =
          NbdClientOptions.DEFAULTS.withTls(ClientTls.pinned(identity.certificatePem()));
      try (NbdClient client = NbdClient.connect(server.address(), "disk", pinned)) {
        client.write(1, Images.random(1, 5 * Images.MIB), CommandFlag.FUA);
        ByteBuffer back = ByteBuffer.allocateDirect(5 * Images.MIB);
        client.read(1, back);
        assertThat(back.flip()).isEqualTo(Images.random(1, 5 * Images.MIB));
      }
      refused(server, pinned.withTls(ClientTls.pinned(stranger.certificatePem())));
      refused(server, NbdClientOptions.DEFAULTS);
    }
  }

  private static void refused(NbdServer server, NbdClientOptions options) {
    assertThatThrownBy(() -> NbdClient.connect(server.address(), "disk", options))
        .isInstanceOfSatisfying(
            NbdNegotiationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TLS));
  }

  @Test
  void text_that_is_no_certificate_is_refused() {
    assertThatThrownBy(() -> ClientTls.pinned("rubbish"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
