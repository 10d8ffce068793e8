package io.holdfast.volumeservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.volumeservice.connection.NbdSettings.TlsMode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

final class SettingsTest {

  @Test
  void defaults_serve_on_this_machine_only() {
    VolumeServiceSettings settings = volumeService(Map.of());
    assertThat(settings.backends()).isEmpty();
    assertThat(settings.state()).isEqualTo(Path.of("data/volume-service"));
    assertThat(settings.availabilityZone()).isEmpty();
    assertThat(settings.nbd().listenAddress()).isEqualTo("127.0.0.1");
    assertThatThrownBy(settings::openBackends)
        .isInstanceOf(StartException.class)
        .hasMessage("No backend is configured.");
  }

  @Test
  void every_setting_is_taken() {
    VolumeServiceSettings settings =
        volumeService(
            Map.of(
                "holdfast.volume-service.backends.fast.type", "file",
                "holdfast.volume-service.backends.fast.directory", "/srv/volumes",
                "holdfast.volume-service.backends.fast.attach-snapshot", "false",
                "holdfast.volume-service.availability-zone", "east",
                "holdfast.volume-service.nbd.listen-address", "10.0.0.1",
                "holdfast.volume-service.nbd.advertise-address", "192.0.2.1",
                "holdfast.volume-service.nbd.port", "10809",
                "holdfast.volume-service.nbd.tls", "always",
                "holdfast.volume-service.state", "/var/lib/holdfast"));
    VolumeServiceSettings.BackendSettings fast = settings.backends().get("fast");
    assertThat(fast)
        .isEqualTo(
            new VolumeServiceSettings.BackendSettings("file", Path.of("/srv/volumes"), false));
    assertThat(settings.availabilityZone()).isEqualTo("east");
    assertThat(settings.nbd().advertiseAddress()).isEqualTo("192.0.2.1");
    assertThat(settings.nbd().port()).isEqualTo(10809);
    assertThat(settings.nbd().tls()).isEqualTo(TlsMode.ALWAYS);
    assertThat(settings.state()).isEqualTo(Path.of("/var/lib/holdfast"));

    ProcessSettings process =
        bind(
            "holdfast",
            ProcessSettings.class,
            Map.of(
                "holdfast.database-url", "jdbc:postgresql://db/holdfast?password=secret",
                "holdfast.ready-file", "/run/ready",
                "holdfast.parent-pid", "17",
                "holdfast.grid.host", "storage",
                "holdfast.grid.port", "40000",
                "holdfast.grid.listen-address", "10.0.0.1",
                "holdfast.grid.work-directory", "/var/lib/holdfast/grid"));
    assertThat(process.readyFile()).isEqualTo(Path.of("/run/ready"));
    assertThat(process.parentPid()).isEqualTo(17);
    assertThat(process.grid().hostOrDefault()).isEqualTo("storage");
    assertThat(process.grid().portOrDefault()).isEqualTo(40000);
    assertThat(process.grid().workDirectory()).isEqualTo(Path.of("/var/lib/holdfast/grid"));
    assertThat(process.toString()).doesNotContain("secret");
  }

  @Test
  void what_is_wrong_with_a_backend_is_said() {
    String prefix = "holdfast.volume-service.backends.";
    assertRefused(
        Map.of(prefix + "fast.directory", "/x"), "backends.fast.type must be file, but is missing");
    assertRefused(
        Map.of(prefix + "fast.type", "lvm", prefix + "fast.directory", "/x"), "but is 'lvm'");
    assertRefused(Map.of(prefix + "fast.type", "file"), "backends.fast.directory is missing");
    assertRefused(
        Map.of(prefix + "[Fast!].type", "file", prefix + "[Fast!].directory", "/x"),
        "one is 'Fast!'");
  }

  @Test
  void a_missing_or_odd_database_is_said_without_its_password() {
    ProcessSettings none = bind("holdfast", ProcessSettings.class, Map.of());
    assertThatThrownBy(none::database).hasMessage("The database's URL is missing.");
    ProcessSettings odd =
        bind(
            "holdfast",
            ProcessSettings.class,
            Map.of("holdfast.database-url", "jdbc:mysql://db/holdfast?password=secret"));
    assertThatThrownBy(odd::database)
        .hasMessage("The database's URL is not one of PostgreSQL.")
        .message()
        .doesNotContain("secret");
  }

  private static void assertRefused(Map<String, String> properties, String words) {
    assertThatThrownBy(() -> volumeService(properties)).rootCause().hasMessageContaining(words);
  }

  private static VolumeServiceSettings volumeService(Map<String, String> properties) {
    return bind("holdfast.volume-service", VolumeServiceSettings.class, properties);
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
  }
}
