package io.holdfast.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.counterpart.Programs;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device's own metadata contexts, beside base:allocation. */
class ContextsIT {
  private static final int MIB = 1 << 20;
  private static final String OWN = "holdfast:changed/0198";

  private NbdServer server;

  @BeforeEach
  void start() throws Exception {
    server = NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), NbdServerOptions.DEFAULTS);
    server.export("disk", new MemoryDevice(3 * MIB, OWN), ExportMode.READ_ONLY);
    server.export("plain", new MemoryDevice(MIB), ExportMode.READ_ONLY);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private NbdClient connect(String export, String... contexts) throws Exception {
    return NbdClient.connect(
        server.address(), export, NbdClientOptions.DEFAULTS.withMetaContexts(List.of(contexts)));
  }

  @Test
  void a_client_that_asks_is_told_by_both() throws Exception {
    try (NbdClient client = connect("disk", OWN, "holdfast:changed/other")) {
      assertThat(client.metaContexts()).containsExactly("base:allocation", OWN);
      assertThat(client.blockStatus(OWN, MIB / 2, 2 * MIB))
          .containsExactly(
              new NbdExtent(MIB / 2, MIB / 2, 0),
              new NbdExtent(MIB, MIB, 1),
              new NbdExtent(2 * MIB, MIB / 2, 2));
      assertThat(client.blockStatus(0, 3 * MIB)).containsExactly(NbdExtent.data(0, 3 * MIB));
    }
  }

  @Test
  void a_client_that_does_not_ask_is_told_as_ever() throws Exception {
    try (NbdClient client = connect("disk")) {
      assertThat(client.metaContexts()).containsExactly("base:allocation");
      assertThat(client.blockStatus(0, MIB)).containsExactly(NbdExtent.data(0, MIB));
    }
    try (NbdClient client = connect("plain", OWN)) {
      assertThat(client.metaContexts()).containsExactly("base:allocation");
    }
  }

  @Test
  void where_holes_are_is_told_in_whole_beside_a_context_however_many_there_are() throws Exception {
    int block = 4096;
    var holed =
        new MemoryDevice(3 * MIB, OWN) {
          @Override
          public List<NbdExtent> extents(long offset, long length, int maxExtents) {
            return LongStream.iterate(offset, at -> at < offset + length, at -> at + block)
                .limit(maxExtents)
                .mapToObj(at ->
                    at / block % 2 == 0 ? NbdExtent.hole(at, block) : NbdExtent.data(at, block))
                .toList();
          }
        };
    server.export("holed", holed, ExportMode.READ_ONLY);
    try (NbdClient client = connect("holed", OWN)) {
      assertThat(client.blockStatus(0, 3 * MIB))
          .isEqualTo(holed.extents(0, 3 * MIB, Integer.MAX_VALUE));
      assertThat(client.blockStatus(OWN, 0, 3 * MIB)).hasSize(3);
    }
  }

  @Test
  void contexts_are_listed() throws Exception {
    assertThat(NbdClient.listContexts(server.address(), "disk", NbdClientOptions.DEFAULTS))
        .containsExactlyInAnyOrder("base:allocation", OWN);
  }

  @Test
  void libnbd_understands_them() throws Exception {
    Programs.need("nbdinfo");
    String map =
        Programs.run("nbdinfo", "--map=" + OWN, "nbd://" + server.address() + "/disk").ok();
    assertThat(map.lines().map(line -> line.strip().replaceAll(" +", " ")))
        .anyMatch(line -> line.startsWith("1048576 1048576 1"))
        .anyMatch(line -> line.startsWith("2097152 1048576 2"));
  }
}
