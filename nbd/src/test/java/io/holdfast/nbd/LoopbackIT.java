package io.holdfast.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.file.FileDevice;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackIT {
  @TempDir Path directory;

  @Test
  void client_and_server_understand_each_other() throws Exception {
    Path image = Images.sparse(directory.resolve("disk.raw"), 64 * Images.MIB + 100, 0, 20, 40);
    try (FileDevice device = FileDevice.open(image, ExportMode.READ_WRITE);
        NbdServer server =
            NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), NbdServerOptions.DEFAULTS)) {
      server.export("secret", device, ExportMode.READ_WRITE);
      try (NbdClient client =
          NbdClient.connect(server.address(), "secret", NbdClientOptions.DEFAULTS)) {
        assertThat(client.sizeBytes()).isEqualTo(64 * Images.MIB + 100);
        assertThat(client.connections()).isEqualTo(4);
        ByteBuffer all = ByteBuffer.allocateDirect(64 * Images.MIB + 100);
        client.read(0, all);
        assertThat(all.flip()).isEqualTo(Images.read(image, 0, 64 * Images.MIB + 100));
        client.write(30 * Images.MIB, Images.random(7, 12345), CommandFlag.FUA);
        client.flush();
        assertThat(Images.read(image, 30 * Images.MIB, 12345)).isEqualTo(Images.random(7, 12345));
        client.trim(0, Images.MIB);
        client.writeZeroes(20 * Images.MIB, Images.MIB, CommandFlag.FAST_ZERO);
      }
    }
  }
}
