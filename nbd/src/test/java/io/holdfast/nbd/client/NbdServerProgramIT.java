package io.holdfast.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.nbd.CommandFlag;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.NbdNegotiationException;
import io.holdfast.nbd.NbdNegotiationException.Reason;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.counterpart.Stranger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The reference implementation answers with simple replies and knows no block status. */
@Timeout(60)
class NbdServerProgramIT {
  private static final int SIZE = 8 * Images.MIB;

  @TempDir Path directory;

  @Test
  void reads_and_writes_with_simple_replies() throws Exception {
    Path image = Images.sparse(directory.resolve("disk.raw"), SIZE, 0, 5);
    try (Stranger server = Stranger.nbdServer(directory, "disk", image);
        NbdClient client = NbdClient.connect(server.address(), "disk", NbdClientOptions.DEFAULTS)) {
      assertThat(client.sizeBytes()).isEqualTo(SIZE);
      assertThat(client.metaContexts()).isEmpty();
      assertThat(client.blockStatus(512, 1024)).containsExactly(NbdExtent.data(512, 1024));
      ByteBuffer all = ByteBuffer.allocateDirect(SIZE);
      client.read(0, all);
      assertThat(all.flip()).isEqualTo(Images.read(image, 0, SIZE));
      client.write(100, Images.random(4, Images.MIB), CommandFlag.FUA);
      client.flush();
      assertThat(Images.read(image, 100, Images.MIB)).isEqualTo(Images.random(4, Images.MIB));
    }
  }

  @Test
  void is_refused_an_unknown_export() throws Exception {
    Path image = Images.sparse(directory.resolve("disk.raw"), SIZE, 0);
    try (Stranger server = Stranger.nbdServer(directory, "disk", image)) {
      assertThatThrownBy(
              () -> NbdClient.connect(server.address(), "other", NbdClientOptions.DEFAULTS))
          .isInstanceOfSatisfying(
              NbdNegotiationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.EXPORT_REFUSED));
    }
  }
}
