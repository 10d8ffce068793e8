package io.holdfast.worker.attach;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.Mutations;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.tls.TlsIdentity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a volume service answers, it is understood or refused in words. */
final class NbdConnectorTest {

  private static final int CASES = Integer.getInteger("holdfast.cases", 3000);
  private static final String EXPORT = "4f1c0d57-very-secret";

  private static Map<String, String> data = Map.of();

  @BeforeAll
  static void makeAnAnswer(@TempDir Path directory) throws Exception {
    data =
        Map.of(
            ConnectionInfo.HOST, "127.0.0.1",
            ConnectionInfo.PORT, "10809",
            ConnectionInfo.SOCKET, "/run/holdfast/nbd",
            ConnectionInfo.EXPORT, EXPORT,
            ConnectionInfo.TLS, "true",
            ConnectionInfo.CERTIFICATE,
                TlsIdentity.loadOrCreate(directory, "node").certificatePem());
  }

  @Test
  void an_answer_is_understood() {
    assertThat(connector(ConnectionInfo.NBD, data)).hasToString("nbd 127.0.0.1:10809");
  }

  @Test
  void an_answer_without_a_part_says_which() {
    for (String key : List.of(ConnectionInfo.HOST, ConnectionInfo.PORT, ConnectionInfo.EXPORT)) {
      Map<String, String> less = new HashMap<>(data);
      less.remove(key);
      assertThatThrownBy(() -> connector(ConnectionInfo.NBD, less))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("without '%s'".formatted(key));
    }
  }

  @Test
  void a_damaged_answer_is_understood_or_refused() {
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      Map<String, String> changed = new HashMap<>(data);
      String key = List.copyOf(data.keySet()).get(random.nextInt(data.size()));
      byte[] old = Objects.requireNonNull(data.get(key)).getBytes(ISO_8859_1);
      changed.put(key, new String(Mutations.of(old, random), ISO_8859_1));
      String type = random.nextInt(50) == 0 ? "rbd" : ConnectionInfo.NBD;
      try {
        assertThat(connector(type, changed).toString()).startsWith("nbd ");
      } catch (BackupException e) {
        assertThat(e.kind()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(e.getMessage()).contains("same version").doesNotContain(EXPORT);
      } catch (RuntimeException e) {
        throw new AssertionError("seed %d: %s".formatted(seed, changed), e);
      }
    }
  }

  private static NbdConnector connector(String type, Map<String, String> data) {
    return NbdConnector.of(new ConnectionInfo(type, data), NbdClientOptions.DEFAULTS);
  }
}
