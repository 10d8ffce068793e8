package io.holdfast.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.call.GridOffers;
import io.holdfast.grid.worker.RunReply;
import io.holdfast.grid.worker.WorkerControl;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.failure.NoOpFailureHandler;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who cannot read the database is kept out, whatever it tries; who can is let in. */
final class StrangersIT {

  @TempDir static Path directory;
  private static TestGrid grid;
  private static GridNode console;

  @BeforeAll
  static void join() throws Exception {
    grid = new TestGrid(directory);
    console = grid.join(GridRole.CONSOLE, "console");
    grid.join(
        GridRole.WORKER, "alpha", GridOffers.none().with(WorkerControl.class, new Obliging()));
  }

  @AfterAll
  static void leave() throws Exception {
    grid.close();
  }

  @Test
  void a_socket_without_the_grids_key_gets_through_at_no_port() throws Exception {
    GridIdentity ours = GridIdentity.of(grid.database());
    List<InetSocketAddress> ports = OpenPorts.of(ProcessHandle.current().pid());
    SSLContext strange = new GridIdentity(IdentityMaker.make().key(), ours.certificate()).tls();
    int refusing = 0;
    for (InetSocketAddress port : ports) {
      if (ours.isShownAt(port)) {
        refusing++;
        assertThatThrownBy(() -> speak(strange, port)).isInstanceOf(IOException.class);
        assertThat(answerInTheClear(port)).isLessThanOrEqualTo(0x15); // an alert, or the end
      }
    }
    assertThat(refusing).as("two ports of each of two nodes").isEqualTo(4);
    assertGridGoesOn();
  }

  @Test
  void a_node_without_the_grids_key_cannot_join() throws Exception {
    InetSocketAddress member = registered().getFirst();
    assertThatThrownBy(() -> Ignition.start(stranger(member, null)).close())
        .isInstanceOf(IgniteException.class)
        .hasStackTraceContaining("SSLException");
    assertThatThrownBy(() -> Ignition.start(stranger(member, IdentityMaker.make())).close())
        .isInstanceOf(IgniteException.class)
        .hasStackTraceContaining("SSL");
    assertGridGoesOn();
  }

  @Test
  void connections_that_say_nothing_hinder_nobody() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (InetSocketAddress address : registered()) {
        for (int i = 0; i < 50; i++) {
          silent.add(new Socket(address.getAddress(), address.getPort()));
        }
      }
      grid.join(GridRole.WORKER, "late").close();
      assertGridGoesOn();
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void a_process_opens_two_ports_at_the_configured_address_and_no_other() throws Exception {
    try (ChildJvm child = new ChildJvm(grid, "storage", directory).awaitReady()) {
      assertThat(OpenPorts.of(child.pid()))
          .hasSize(2)
          .allSatisfy(
              port -> assertThat(port.getAddress().getHostAddress()).isEqualTo("127.0.0.1"));
    }
  }

  @Test
  void those_who_are_first_at_once_agree(@TempDir Path elsewhere) throws Exception {
    try (TestGrid other = new TestGrid(elsewhere);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<GridIdentity> read = () -> GridIdentity.of(other.database());
      List<GridIdentity> agreed = new ArrayList<>();
      for (Future<GridIdentity> each : threads.invokeAll(List.of(read, read, read))) {
        agreed.add(each.get());
      }
      assertThat(new HashSet<>(agreed)).hasSize(1);
      assertThat(agreed).doesNotContain(GridIdentity.of(grid.database()));
    }
  }

  @Test
  void a_console_with_a_new_key_starts_and_the_others_follow_it(@TempDir Path elsewhere)
      throws Exception {
    try (TestGrid other = new TestGrid(elsewhere)) {
      GridNode first = other.join(GridRole.CONSOLE, "console");
      other.join(GridRole.WORKER, "alpha");
      first.close();
      other.execute("delete from grid_identity");
      GridNode second = other.join(GridRole.CONSOLE, "console");
      assertThat(second.members(GridRole.WORKER)).isEmpty();
      await().until(() -> second.member(GridRole.WORKER, "alpha").isPresent());
      assertThat(other.failures).isEmpty();
    }
  }

  private static void assertGridGoesOn() {
    assertThat(console.worker("alpha").run(UUID.randomUUID())).isEqualTo(RunReply.ACCEPTED);
    assertThat(grid.failures).isEmpty();
  }

  private static List<InetSocketAddress> registered() {
    return List.copyOf(new QuietJdbcIpFinder(grid.database()).getRegisteredAddresses());
  }

  /** What a server that lets us in would answer sooner or later; a refusal comes with reading. */
  private static void speak(SSLContext identity, InetSocketAddress port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) identity.getSocketFactory().createSocket(port.getAddress(), port.getPort())) {
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      if (socket.getInputStream().read() < 0) {
        throw new IOException("closed");
      }
    }
  }

  /** The first byte that Ignite's own greeting gets without TLS; -1 for none. */
  private static int answerInTheClear(InetSocketAddress port) throws IOException {
    try (Socket socket = new Socket(port.getAddress(), port.getPort());
        InputStream answers = socket.getInputStream()) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(new byte[] {0x00, 0x00, 0x47, 0x47, 0, 0, 0, 0, 0, 0});
      return answers.read();
    } catch (SocketException e) {
      return -1; // reset
    }
  }

  private static IgniteConfiguration stranger(
      InetSocketAddress member, @Nullable GridIdentity identity) {
    IgniteConfiguration configuration =
        new IgniteConfiguration()
            .setIgniteInstanceName("stranger-" + UUID.randomUUID())
            .setLocalHost("127.0.0.1")
            .setWorkDirectory(directory.resolve("stranger").toString())
            .setGridLogger(new IgniteLog())
            .setFailureHandler(new NoOpFailureHandler())
            .setDiscoverySpi(
                new TcpDiscoverySpi()
                    .setJoinTimeout(5000)
                    .setLocalPort(47900)
                    .setIpFinder(
                        new TcpDiscoveryVmIpFinder()
                            .setAddresses(
                                List.of(member.getHostString() + ":" + member.getPort()))));
    return identity == null ? configuration : configuration.setSslContextFactory(identity::tls);
  }

  private static final class Obliging implements WorkerControl {

    @Override
    public RunReply run(UUID taskId) {
      return RunReply.ACCEPTED;
    }

    @Override
    public boolean cancel(UUID taskId) {
      return true;
    }
  }
}
