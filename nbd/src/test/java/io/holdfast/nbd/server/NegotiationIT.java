package io.holdfast.nbd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.protocol.Negotiation;
import io.holdfast.nbd.protocol.Negotiation.Option;
import io.holdfast.nbd.protocol.Negotiation.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Old, odd and hostile clients. */
@Timeout(60)
class NegotiationIT {
  private static final int SIZE = Images.MIB;
  private static final int FIXED = Negotiation.FIXED_NEWSTYLE | Negotiation.NO_ZEROES;

  private NbdServer server = start(NbdServerOptions.DEFAULTS);

  private static NbdServer start(NbdServerOptions options) {
    try {
      return NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), options);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void export() {
    server.export("disk", new MemoryDevice(SIZE), ExportMode.READ_WRITE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawClient client(int flags) throws IOException {
    RawClient client = new RawClient(server.address());
    client.flags(flags);
    return client;
  }

  @Test
  void an_old_client_opens_by_name_and_gets_its_padding() throws Exception {
    try (RawClient client = client(0)) {
      client.option(Option.EXPORT_NAME, RawClient.text("disk"));
      assertThat(client.in.readLong()).isEqualTo(SIZE);
      client.in.readShort();
      assertThat(client.in.readNBytes(124)).containsOnly(0);
      client.request(0, 0, SIZE - 512, 512);
      assertThat(client.simpleReply()).isZero();
      assertThat(client.in.readNBytes(512)).containsOnly(0);
      client.request(0, 2, 0, 0);
      assertThat(client.drain()).isZero();
    }
  }

  @Test
  void an_old_client_with_a_wrong_name_is_closed() throws Exception {
    try (RawClient client = client(FIXED)) {
      client.option(Option.EXPORT_NAME, RawClient.text("other"));
      assertThat(client.drain()).isZero();
    }
  }

  @Test
  void a_withdrawn_export_an_unknown_one_and_a_senseless_name_get_the_same_answer()
      throws Exception {
    server.export("gone", new MemoryDevice(SIZE), ExportMode.READ_WRITE);
    assertThat(server.withdraw("gone", Duration.ofSeconds(1))).isTrue();
    try (RawClient client = client(FIXED)) {
      for (String name : List.of("gone", "unknown", "", "\u0000", "x".repeat(4096))) {
        for (int option : new int[] {Option.INFO, Option.GO}) {
          client.option(option, RawClient.go(name));
          assertThat(client.replies()).containsExactly(Reply.ERR_UNKNOWN);
        }
      }
      client.option(Option.GO, RawClient.go("disk"));
      assertThat(client.replies()).containsExactly(Reply.INFO, Reply.ACK);
    }
  }

  @Test
  void contexts_need_structured_replies_and_a_known_export() throws Exception {
    try (RawClient client = client(FIXED)) {
      client.option(Option.SET_META_CONTEXT, RawClient.contexts("disk", "base:allocation"));
      assertThat(client.replies()).containsExactly(Reply.ERR_INVALID);
      client.option(Option.STRUCTURED_REPLY, ByteBuffer.allocate(0));
      assertThat(client.replies()).containsExactly(Reply.ACK);
      client.option(Option.SET_META_CONTEXT, RawClient.contexts("other", "base:allocation"));
      assertThat(client.replies()).containsExactly(Reply.ERR_UNKNOWN);
      client.option(Option.LIST_META_CONTEXT, RawClient.contexts("disk"));
      assertThat(client.replies()).containsExactly(Reply.META_CONTEXT, Reply.ACK);
      client.option(Option.LIST_META_CONTEXT, RawClient.contexts("disk", "base:"));
      assertThat(client.replies()).containsExactly(Reply.META_CONTEXT, Reply.ACK);
      client.option(
          Option.SET_META_CONTEXT, RawClient.contexts("disk", "base:", "qemu:dirty-bitmap:x"));
      assertThat(client.replies()).containsExactly(Reply.ACK);
      client.option(Option.SET_META_CONTEXT, RawClient.contexts("disk", "x:y", "base:allocation"));
      assertThat(client.replies()).containsExactly(Reply.META_CONTEXT, Reply.ACK);
    }
  }

  @Test
  void malformed_options_are_refused_and_the_next_one_counts() throws Exception {
    try (RawClient client = client(FIXED)) {
      client.option(Option.GO, ByteBuffer.allocate(3));
      assertThat(client.replies()).containsExactly(Reply.ERR_INVALID);
      client.option(Option.GO, ByteBuffer.allocate(64).putInt(0, Integer.MAX_VALUE));
      assertThat(client.replies()).containsExactly(Reply.ERR_INVALID);
      client.option(Option.STRUCTURED_REPLY, ByteBuffer.allocate(1));
      assertThat(client.replies()).containsExactly(Reply.ERR_INVALID);
      client.option(Option.LIST, ByteBuffer.allocate(1));
      assertThat(client.replies()).containsExactly(Reply.ERR_INVALID);
      client.option(Option.LIST, ByteBuffer.allocate(0));
      assertThat(client.replies()).containsExactly(Reply.ERR_POLICY);
      client.option(Option.STARTTLS, ByteBuffer.allocate(0));
      assertThat(client.replies()).containsExactly(Reply.ERR_POLICY);
      client.option(4711, ByteBuffer.allocate(9));
      assertThat(client.replies()).containsExactly(Reply.ERR_UNSUP);
      client.option(Option.GO, ByteBuffer.allocate(20_000));
      assertThat(client.replies()).containsExactly(Reply.ERR_TOO_BIG);
      client.option(Option.ABORT, ByteBuffer.allocate(0));
      assertThat(client.replies()).containsExactly(Reply.ACK);
      assertThat(client.drain()).isZero();
    }
  }

  @Test
  void an_option_that_is_far_too_long_is_not_waited_for() throws Exception {
    try (RawClient client = client(FIXED)) {
      client.send(
          ByteBuffer.allocate(16).putLong(Negotiation.OPTIONS).putInt(Option.GO).putInt(-1).flip());
      assertThat(client.drain()).isZero();
    }
  }

  @Test
  void options_without_end_are_not_answered_for_ever() throws Exception {
    try (RawClient client = client(FIXED)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  client.option(Option.GO, RawClient.go("guess" + i));
                  client.replies();
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void unknown_flags_end_the_connection() throws Exception {
    try (RawClient client = client(4)) {
      assertThat(client.drain()).isZero();
    }
  }

  @Test
  void a_client_that_says_nothing_is_dropped() throws Exception {
    NbdServerOptions impatient =
        NbdServerOptions.DEFAULTS.withHandshakeTimeout(Duration.ofMillis(100));
    try (NbdServer other = start(impatient);
        RawClient client = new RawClient(other.address())) {
      assertThat(client.drain()).isZero();
      await().until(() -> other.connections() == 0);
    }
  }

  @Test
  void clients_too_many_are_turned_away_and_make_room_when_they_leave() throws Exception {
    try (NbdServer small = start(NbdServerOptions.DEFAULTS.withMaxConnections(2));
        RawClient first = new RawClient(small.address());
        RawClient second = new RawClient(small.address())) {
      assertThatThrownBy(() -> new RawClient(small.address()).close())
          .isInstanceOf(IOException.class);
      first.close();
      await().until(() -> small.connections() == 1);
      new RawClient(small.address()).close();
      second.flags(FIXED);
    }
  }

  @Test
  void requests_that_make_no_sense_are_refused_and_the_connection_goes_on() throws Exception {
    server.export("ro", new MemoryDevice(SIZE), ExportMode.READ_ONLY);
    try (RawClient client = client(FIXED)) {
      client.option(Option.GO, RawClient.go("disk"));
      client.replies();
      client.request(0, 0, SIZE, 1);
      assertThat(client.simpleReply()).as("read behind the end").isEqualTo(22);
      client.request(0, 0, -1, 1);
      assertThat(client.simpleReply()).as("read at a negative offset").isEqualTo(22);
      client.request(0, 0, 0, 0xffffffffL);
      assertThat(client.simpleReply()).as("read of 4 GiB").isEqualTo(22);
      client.request(0, 1, SIZE - 1, 2);
      client.send(new byte[2]);
      assertThat(client.simpleReply()).as("write across the end").isEqualTo(28);
      client.request(0x8000, 1, 0, 2);
      client.send(new byte[2]);
      assertThat(client.simpleReply()).as("write with unknown flags").isEqualTo(22);
      client.request(0, 99, 0, 1);
      assertThat(client.simpleReply()).as("unknown command").isEqualTo(22);
      client.request(0, 7, 0, 1);
      assertThat(client.simpleReply()).as("block status without a context").isEqualTo(22);
      client.request(0, 0, 0, 0);
      assertThat(client.simpleReply()).as("empty read").isZero();
      client.request(1, 3, 0, 0);
      assertThat(client.simpleReply()).as("flush with FUA").isZero();
      client.request(0, 1, 0, (32 << 20) + 1);
      assertThat(client.drain()).as("write too long to be taken").isZero();
    }
    try (RawClient client = client(FIXED)) {
      client.option(Option.GO, RawClient.go("ro"));
      client.replies();
      for (int command : new int[] {1, 4, 6}) {
        client.request(0, command, 0, 512);
        if (command == 1) client.send(new byte[512]);
        assertThat(client.simpleReply())
            .as("command %d on a read-only export", command)
            .isEqualTo(1);
      }
      client.endOutput();
      assertThatThrownBy(client.in::readByte).isInstanceOf(EOFException.class);
    }
  }
}
