package io.holdfast.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.volume.NewVolume;
import io.holdfast.schema.volume.VolumeStates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * A volume of the stack's volume service, with its row, and the image behind it, which the test
 * writes and reads as the file that it is.
 */
final class TestVolume {

  static final long MIB = 1 << 20;

  final UUID id = UUID.randomUUID();
  final String backend;
  final long sizeBytes;
  final Path image;
  private final Stack stack;

  TestVolume(Stack stack, String backend, long sizeBytes) throws IOException {
    this.stack = stack;
    this.backend = backend;
    this.sizeBytes = sizeBytes;
    VolumeStates states = new VolumeStates(stack.database);
    states.create(
        new NewVolume(id, Projects.DEFAULT_ID, "volume-" + id, "", sizeBytes, backend, Map.of()));
    stack.volumeService().createVolume(backend, id, sizeBytes, "volume-" + id);
    assertThat(states.created(id, sizeBytes)).isTrue();
    image = stack.volumes(backend).resolve(id + ".raw");
    assertThat(image).exists();
  }

  /** Random data in the second half of each of so many equal stretches; the rest stays a hole. */
  TestVolume filled(int stretches, long seed) throws IOException {
    long stretch = sizeBytes / stretches;
    for (int i = 0; i < stretches; i++) {
      write(i * stretch + stretch / 2, (int) (stretch / 2), seed + i);
    }
    return this;
  }

  /** Overwrites a part with random data. */
  void write(long offset, int length, long seed) throws IOException {
    byte[] data = new byte[length];
    new Random(seed).nextBytes(data);
    try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(data), offset);
    }
  }

  /** The same as somebody whom the volume service has attached, and therefore sees. */
  void writeAttached(long offset, int length, long seed) throws Exception {
    writeAttached(offset, length, seed, () -> {});
  }

  /** What happens while something goes on. */
  interface Interlude {
    void happens() throws Exception;
  }

  void writeAttached(long offset, int length, long seed, Interlude beforeItIsDetached)
      throws Exception {
    byte[] data = new byte[length];
    new Random(seed).nextBytes(data);
    UUID attachment = UUID.randomUUID();
    ConnectionInfo connection =
        stack
            .volumeService()
            .initializeConnection(
                attachment,
                ConnectionSource.volume(id),
                AttachMode.READ_WRITE,
                new ConnectorProperties("test", List.of(), List.of(ConnectionInfo.NBD)));
    try (NbdClient client = connect(connection)) {
      client.write(offset, ByteBuffer.wrap(data));
      beforeItIsDetached.happens();
    } finally {
      stack.volumeService().terminateConnection(attachment);
    }
  }

  static NbdClient connect(ConnectionInfo connection) throws NbdException {
    return NbdClient.connect(
        NbdAddress.tcp(
            String.valueOf(connection.get(ConnectionInfo.HOST)),
            Integer.parseInt(String.valueOf(connection.get(ConnectionInfo.PORT)))),
        String.valueOf(connection.get(ConnectionInfo.EXPORT)),
        NbdClientOptions.DEFAULTS.withConnections(2));
  }

  TestVolume inUse() {
    stack.volumeService().setInUse(id, true);
    assertThat(new VolumeStates(stack.database).setInUse(id, true)).isTrue();
    return this;
  }

  /** What it holds now, for a later comparison. */
  Path copy() throws IOException, InterruptedException {
    Path copy = stack.directory.resolve("copy-" + UUID.randomUUID() + ".raw");
    run("cp", "--sparse=always", image.toString(), copy.toString());
    return copy;
  }

  /** Compares with something that is not Holdfast's. */
  void holds(Path expected) throws IOException, InterruptedException {
    run("cmp", expected.toString(), image.toString());
  }

  static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Whether the volume service keeps anything temporary; its other files are the volumes'. */
  static long files(Stack stack, String backend) throws IOException {
    try (var files = Files.walk(stack.volumes(backend))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
