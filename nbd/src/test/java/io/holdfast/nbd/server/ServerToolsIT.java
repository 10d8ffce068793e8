package io.holdfast.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.counterpart.Certificates;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.counterpart.Programs;
import io.holdfast.nbd.counterpart.Programs.Outcome;
import io.holdfast.nbd.file.FileDevice;
import io.holdfast.nbd.server.NbdServerOptions.ClientCertificate;
import io.holdfast.nbd.server.NbdServerOptions.Listing;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our server driven by the programs of libnbd and QEMU. */
@Timeout(120)
class ServerToolsIT {
  private static final int MIB = Images.MIB;
  private static final int SIZE = 256 * MIB;

  @TempDir Path directory;

  private Path image = Path.of("");

  @BeforeEach
  void needsPrograms() throws Exception {
    Programs.need("nbdinfo", "nbdcopy", "qemu-img", "qemu-io", "certtool");
    image = Images.sparse(directory.resolve("disk.raw"), SIZE, 0, 100, 101, 255);
  }

  @Test
  void nbdinfo_sees_what_the_export_can_do() throws Exception {
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_WRITE);
        NbdServer server =
            NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), NbdServerOptions.DEFAULTS)) {
      server.export("rw", device, ExportMode.READ_WRITE);
      server.export("ro", device, ExportMode.READ_ONLY);
      String facts = Programs.run("nbdinfo", "--json", uri(server, "rw")).ok();
      assertThat(facts)
          .contains(
              "\"protocol\": \"newstyle-fixed\"",
              "\"TLS\": false",
              "\"structured\": true",
              "\"export-size\": " + SIZE,
              "\"base:allocation\"",
              "\"is_read_only\": false",
              "\"can_df\": true",
              "\"can_fast_zero\": true",
              "\"can_flush\": true",
              "\"can_fua\": true",
              "\"can_multi_conn\": true",
              "\"can_trim\": true",
              "\"can_zero\": true",
              "\"block_size_minimum\": 1",
              "\"block_size_maximum\": 33554432");
      assertThat(Programs.run("nbdinfo", "--json", uri(server, "ro")).ok())
          .contains("\"is_read_only\": true", "\"can_trim\": false", "\"can_zero\": false");
      assertThat(Programs.run("nbdinfo", uri(server, "other")).exitStatus()).isNotZero();
    }
  }

  @Test
  void nbdinfo_maps_the_holes() throws Exception {
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_ONLY);
        NbdServer server =
            NbdServer.start(NbdAddress.unix(directory.resolve("s")), NbdServerOptions.DEFAULTS)) {
      server.export("disk", device, ExportMode.READ_ONLY);
      assertThat(
              Programs.run("nbdinfo", "--map", uri(server, "disk")).ok().lines().map(String::strip))
          .map(line -> line.replaceAll(" +", " "))
          .containsExactly(
              "0 1048576 0 data",
              "1048576 103809024 3 hole,zero",
              "104857600 2097152 0 data",
              "106954752 160432128 3 hole,zero",
              "267386880 1048576 0 data");
    }
  }

  @Test
  void export_names_are_listed_only_if_so_configured() throws Exception {
    NbdServerOptions listing = NbdServerOptions.DEFAULTS.withListing(Listing.ALLOWED);
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_ONLY);
        NbdServer open = NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), listing);
        NbdServer silent =
            NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), NbdServerOptions.DEFAULTS)) {
      open.export("hush", device, ExportMode.READ_ONLY);
      silent.export("hush", device, ExportMode.READ_ONLY);
      assertThat(Programs.run("nbdinfo", "--list", uri(open, "")).ok()).contains("export=\"hush\"");
      Outcome refused = Programs.run("nbdinfo", "--list", uri(silent, ""));
      assertThat(refused.exitStatus()).isNotZero();
      assertThat(refused.output()).doesNotContain("hush");
    }
  }

  @Test
  void nbdcopy_copies_in_both_directions() throws Exception {
    Path target = Images.sparse(directory.resolve("target.raw"), SIZE, 50);
    Path local = directory.resolve("local.raw");
    try (FileDevice source = FileDevice.open(image, ExportMode.READ_ONLY);
        FileDevice sink = FileDevice.open(target, ExportMode.READ_WRITE);
        NbdServer server =
            NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), NbdServerOptions.DEFAULTS)) {
      server.export("source", source, ExportMode.READ_ONLY);
      server.export("sink", sink, ExportMode.READ_WRITE);
      Programs.run("nbdcopy", "--flush", uri(server, "source"), uri(server, "sink")).ok();
      Programs.run("nbdcopy", uri(server, "source"), local.toString()).ok();
    }
    assertThat(Files.mismatch(image, target)).isEqualTo(-1);
    assertThat(Files.mismatch(image, local)).isEqualTo(-1);
  }

  @Test
  void qemu_img_converts_compares_and_maps() throws Exception {
    Path qcow = directory.resolve("disk.qcow2");
    Path back = directory.resolve("back.raw");
    Files.createFile(back);
    Programs.run("qemu-img", "resize", "-q", "-f", "raw", back.toString(), Integer.toString(SIZE))
        .ok();
    try (FileDevice source = FileDevice.open(image, ExportMode.READ_ONLY);
        FileDevice sink = FileDevice.open(back, ExportMode.READ_WRITE);
        NbdServer server =
            NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), NbdServerOptions.DEFAULTS)) {
      server.export("source", source, ExportMode.READ_ONLY);
      server.export("sink", sink, ExportMode.READ_WRITE);
      Programs.run(
              "qemu-img",
              "convert",
              "-f",
              "raw",
              "-O",
              "qcow2",
              uri(server, "source"),
              qcow.toString())
          .ok();
      Programs.run(
              "qemu-img",
              "convert",
              "-n",
              "-f",
              "qcow2",
              "-O",
              "raw",
              qcow.toString(),
              uri(server, "sink"))
          .ok();
      Programs.run(
              "qemu-img",
              "compare",
              "-f",
              "raw",
              "-F",
              "raw",
              uri(server, "source"),
              uri(server, "sink"))
          .ok();
      assertThat(
              Programs.run("qemu-img", "map", "--output=json", "-f", "raw", uri(server, "sink"))
                  .ok()
                  .lines())
          .hasSize(5)
          .first()
          .asString()
          .contains("\"length\": 1048576", "\"zero\": false");
      Programs.run(
              "qemu-io",
              "-f",
              "raw",
              "-c",
              "write -f -P 0x5a 10M 64k",
              "-c",
              "write -z 255M 1M",
              "-c",
              "write -z -u -n 100M 1M",
              "-c",
              "discard 101M 1M",
              "-c",
              "read -P 0x5a 10M 64k",
              "-c",
              "read -P 0 255M 1M",
              uri(server, "sink"))
          .ok();
    }
    assertThat(Files.mismatch(image, back)).isEqualTo(10L * MIB);
  }

  @Test
  void strangers_use_our_tls_with_certificates_on_both_sides() throws Exception {
    Certificates certificates = Certificates.create(directory.resolve("pki"));
    Path target = Images.sparse(directory.resolve("target.raw"), SIZE, 50);
    NbdServerOptions options =
        NbdServerOptions.DEFAULTS
            .withTls(certificates.context("server"))
            .withClientCertificate(ClientCertificate.REQUIRED);
    try (FileDevice source = FileDevice.open(image, ExportMode.READ_ONLY);
        FileDevice sink = FileDevice.open(target, ExportMode.READ_WRITE);
        NbdServer server = NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), options)) {
      server.export("source", source, ExportMode.READ_ONLY);
      server.export("sink", sink, ExportMode.READ_WRITE);
      String with = "?tls-certificates=" + certificates.directory();
      String secure = uri(server, "").replace("nbd:", "nbds:").replace("127.0.0.1", "localhost");
      assertThat(Programs.run("nbdinfo", "--json", secure + "source" + with).ok())
          .contains("\"TLS\": true");
      Programs.run("nbdcopy", secure + "source" + with, secure + "sink" + with).ok();
      assertThat(Programs.run("nbdinfo", uri(server, "source")).exitStatus()).isNotZero();
      String anonymous = secure + "source?tls-certificates=" + directory.resolve("nothing");
      assertThat(Programs.run("nbdinfo", anonymous).exitStatus()).isNotZero();
      String qemuOptions =
          "driver=nbd,host=127.0.0.1,port=%d,export=source,tls-creds=t"
              .formatted(((NbdAddress.Tcp) server.address()).port());
      Programs.run(
              "qemu-img",
              "info",
              "--object",
              "tls-creds-x509,id=t,endpoint=client,dir=" + certificates.directory(),
              "--image-opts",
              qemuOptions)
          .ok();
    }
    assertThat(Files.mismatch(image, target)).isEqualTo(-1);
  }

  private static String uri(NbdServer server, String exportName) {
    return switch (server.address()) {
      case NbdAddress.Tcp(String host, int port) ->
          "nbd://%s:%d/%s".formatted(host, port, exportName);
      case NbdAddress.Unix(Path socket) -> "nbd+unix:///%s?socket=%s".formatted(exportName, socket);
    };
  }
}
