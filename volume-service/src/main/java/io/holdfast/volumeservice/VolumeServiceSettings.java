package io.holdfast.volumeservice;

import io.holdfast.volumeservice.backend.Backend;
import io.holdfast.volumeservice.connection.NbdSettings;
import io.holdfast.volumeservice.file.FileBackend;
import io.holdfast.volumeservice.file.FileBackend.SnapshotAttaching;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this volume service keeps and how it serves: {@code holdfast.volume-service.*}.
 *
 * @param backends storage pools by name; at least one
 * @param availabilityZone where the storage is, so that workers there are preferred; empty:
 *     anywhere
 * @param nbd how volumes are served
 * @param state directory for what must outlive a restart: the certificate, the ended attachments
 */
@ConfigurationProperties(prefix = "holdfast.volume-service", ignoreUnknownFields = false)
public record VolumeServiceSettings(
    @DefaultValue Map<String, BackendSettings> backends,
    @DefaultValue("") String availabilityZone,
    @DefaultValue NbdSettings nbd,
    @DefaultValue("data/volume-service") Path state) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public VolumeServiceSettings {
    backends = Map.copyOf(backends);
    backends.forEach(VolumeServiceSettings::check);
  }

  /**
   * One storage pool.
   *
   * @param type its kind; {@code file} is the one there is
   * @param directory of a {@code file} backend: where the images lie
   * @param attachSnapshot whether snapshots are attached as they are, rather than by a temporary
   *     volume; default true
   */
  public record BackendSettings(
      @Nullable String type,
      @Nullable Path directory,
      @DefaultValue("true") boolean attachSnapshot) {}

  private static void check(String name, BackendSettings backend) {
    String prefix = "holdfast.volume-service.backends." + name;
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A backend's name has 1 to 63 lower-case letters, digits and hyphens, but one is '%s'."
              .formatted(name));
    }
    if (!"file".equals(backend.type)) {
      throw new IllegalArgumentException(
          "%s.type must be file, but is %s."
              .formatted(prefix, backend.type == null ? "missing" : "'" + backend.type + "'"));
    }
    if (backend.directory == null) {
      throw new IllegalArgumentException(prefix + ".directory is missing.");
    }
  }

  /** Opens all backends, or none. */
  List<Backend> openBackends() {
    if (backends.isEmpty()) {
      throw new StartException(
          "No backend is configured.",
          "Set holdfast.volume-service.backends.NAME.type=file and"
              + " holdfast.volume-service.backends.NAME.directory=PATH.");
    }
    List<Backend> opened = new ArrayList<>();
    try {
      backends.forEach((name, settings) -> opened.add(open(name, settings)));
      return List.copyOf(opened);
    } catch (RuntimeException e) {
      opened.forEach(Backend::close);
      throw e;
    }
  }

  private static Backend open(String name, BackendSettings settings) {
    Path directory = settings.directory;
    if (directory == null) {
      throw new IllegalStateException("A backend without a directory was let through.");
    }
    return FileBackend.open(
        name,
        directory,
        settings.attachSnapshot ? SnapshotAttaching.DIRECT : SnapshotAttaching.BY_TEMPORARY_VOLUME);
  }
}
