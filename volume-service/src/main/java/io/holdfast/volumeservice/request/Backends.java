package io.holdfast.volumeservice.request;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.volumeservice.backend.Backend;
import io.holdfast.volumeservice.backend.StoredVolume;
import io.holdfast.volumeservice.backend.StoredVolume.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The backends of this service, and which of them keeps what. */
public final class Backends implements AutoCloseable {

  private final Map<String, Backend> byName = new LinkedHashMap<>();

  public Backends(List<Backend> backends) {
    backends.forEach(backend -> byName.put(backend.name(), backend));
  }

  /** Something kept, and by whom. */
  record Kept(Backend backend, StoredVolume stored) {

    Kept require(Kind kind) {
      if (stored.kind() != kind) {
        throw new VolumeServiceException(
            FailureKind.INVALID,
            "%s is a %s, not a %s.".formatted(stored.id(), stored.kind(), kind));
      }
      return this;
    }
  }

  List<Backend> all() {
    return List.copyOf(byName.values());
  }

  Backend named(String name) {
    Backend backend = byName.get(name);
    if (backend == null) {
      throw new VolumeServiceException(
          FailureKind.NOT_FOUND,
          "This volume service has no backend '%s', only %s.".formatted(name, byName.keySet()));
    }
    return backend;
  }

  Optional<Kept> find(UUID id) {
    for (Backend backend : byName.values()) {
      Optional<StoredVolume> stored = backend.find(id);
      if (stored.isPresent()) {
        return Optional.of(new Kept(backend, stored.get()));
      }
    }
    return Optional.empty();
  }

  Kept require(UUID id, Kind kind) {
    return find(id)
        .orElseThrow(() ->
            new VolumeServiceException(
                FailureKind.NOT_FOUND,
                "There is no %s %s on any backend of this service.".formatted(kind, id)))
        .require(kind);
  }

  @Override
  public void close() {
    byName.values().forEach(Backend::close);
  }
}
