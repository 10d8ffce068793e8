package io.holdfast.volumeservice.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.volumeservice.connection.NbdSettings.TlsMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NbdSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,,false",
    "127.0.0.1,AUTO,false",
    "::1,AUTO,false",
    "0.0.0.0,AUTO,true",
    "10.1.2.3,AUTO,true",
    "127.0.0.1,ALWAYS,true",
    "10.1.2.3,NEVER,false"
  })
  void encryption_is_left_out_on_loopback_only(
      String address, @Nullable TlsMode tls, boolean encrypts) {
    assertThat(new NbdSettings(address, null, null, tls).encrypts()).isEqualTo(encrypts);
  }

  @Test
  void defaults_are_loopback_and_any_port() {
    NbdSettings settings = new NbdSettings(null, " ", null, null);
    assertThat(settings.listenOn().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(settings.advertiseAddress()).isNull();
    assertThat(settings.portOrDefault()).isZero();
  }

  @Test
  void what_cannot_be_is_refused_in_words() {
    assertThatThrownBy(() -> new NbdSettings(null, null, -1, null))
        .hasMessageContaining("holdfast.volume-service.nbd.port must lie between 0 and 65535");
    NbdSettings settings = new NbdSettings("no.such.host.invalid", null, null, null);
    assertThatThrownBy(settings::listenOn)
        .hasMessageContaining("listen-address is 'no.such.host.invalid', which is no address");
  }
}
