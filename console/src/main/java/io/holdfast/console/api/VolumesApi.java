package io.holdfast.console.api;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.security.SignedIn;
import io.holdfast.console.volume.SnapshotsService;
import io.holdfast.console.volume.VolumeRequest;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.Order;
import io.holdfast.schema.volume.Protection;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Volumes and their snapshots. */
@RestController
@RequestMapping("/api/v1")
class VolumesApi {

  record NewVolumeJson(
      @Nullable String name,
      @Nullable Long sizeBytes,
      @Nullable String backend,
      @Nullable String project,
      @Nullable String description,
      @Nullable Map<String, String> metadata) {}

  record DescriptionJson(
      @Nullable String name,
      @Nullable String description,
      @Nullable Map<String, String> metadata) {}

  record SizeJson(@Nullable Long sizeBytes) {}

  record InUseJson(@Nullable Boolean inUse) {}

  record NewSnapshotJson(@Nullable String name, @Nullable String description) {}

  private final SignedIn signedIn;
  private final VolumesService volumes;
  private final SnapshotsService snapshots;
  private final ProjectsService projects;

  VolumesApi(
      SignedIn signedIn,
      VolumesService volumes,
      SnapshotsService snapshots,
      ProjectsService projects) {
    this.signedIn = signedIn;
    this.volumes = volumes;
    this.snapshots = snapshots;
    this.projects = projects;
  }

  @GetMapping("/volumes")
  Page<VolumeJson> list(
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String project,
      @RequestParam(required = false) @Nullable String backend,
      @RequestParam(required = false) @Nullable String protection,
      @RequestParam(required = false) @Nullable String name,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String marker) {
    Caller caller = signedIn.caller();
    VolumeFilter filter =
        VolumeFilter.all()
            .inProject(projects.resolve(caller, project).orElse(null))
            .withStatus(Words.list(status, VolumeStatus.values(), VolumeStatus::value, "status"))
            .withProtection(
                Words.list(protection, Protection.values(), Protection::value, "protection"))
            .inBackend(backend)
            .named(name)
            .withText(q);
    return Page.of(
        marker,
        limit,
        slice -> volumes.list(caller, filter, Order.ascending(VolumeSort.NAME), slice),
        VolumeJson::of);
  }

  @PostMapping("/volumes")
  @ResponseStatus(HttpStatus.ACCEPTED)
  VolumeJson create(@RequestBody NewVolumeJson wanted) {
    Caller caller = signedIn.caller();
    return VolumeJson.of(
        volumes.create(
            caller,
            new VolumeRequest(
                wanted.name(),
                wanted.sizeBytes(),
                wanted.backend(),
                projects.resolve(caller, wanted.project()).orElse(null),
                wanted.description(),
                wanted.metadata())));
  }

  @GetMapping("/volumes/{id}")
  VolumeJson get(@PathVariable String id) {
    return VolumeJson.of(volumes.get(signedIn.caller(), Words.id(id, "volume id")));
  }

  @PatchMapping("/volumes/{id}")
  VolumeJson describe(@PathVariable String id, @RequestBody DescriptionJson change) {
    return VolumeJson.of(
        volumes.describe(
            signedIn.caller(),
            Words.id(id, "volume id"),
            change.name(),
            change.description(),
            change.metadata()));
  }

  @DeleteMapping("/volumes/{id}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void delete(@PathVariable String id) {
    volumes.delete(signedIn.caller(), Words.id(id, "volume id"));
  }

  @PostMapping("/volumes/{id}/extend")
  @ResponseStatus(HttpStatus.ACCEPTED)
  VolumeJson extend(@PathVariable String id, @RequestBody SizeJson size) {
    return VolumeJson.of(
        volumes.extend(signedIn.caller(), Words.id(id, "volume id"), size.sizeBytes()));
  }

  @PostMapping("/volumes/{id}/in-use")
  VolumeJson setInUse(@PathVariable String id, @RequestBody InUseJson use) {
    if (use.inUse() == null) {
      throw Refusal.invalid("in-use-missing", "inUse is missing.", "Send inUse: true or false.");
    }
    return VolumeJson.of(
        volumes.setInUse(signedIn.caller(), Words.id(id, "volume id"), use.inUse()));
  }

  @PostMapping("/volumes/{id}/reset")
  VolumeJson reset(@PathVariable String id) {
    return VolumeJson.of(volumes.reset(signedIn.caller(), Words.id(id, "volume id")));
  }

  @GetMapping("/volumes/{id}/snapshots")
  Page<SnapshotJson> snapshots(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String marker) {
    Caller caller = signedIn.caller();
    return Page.of(
        marker,
        limit,
        slice -> snapshots.ofVolume(caller, Words.id(id, "volume id"), slice),
        SnapshotJson::of);
  }

  @PostMapping("/volumes/{id}/snapshots")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SnapshotJson createSnapshot(@PathVariable String id, @RequestBody NewSnapshotJson wanted) {
    return SnapshotJson.of(
        snapshots.create(
            signedIn.caller(), Words.id(id, "volume id"), wanted.name(), wanted.description()));
  }

  @GetMapping("/snapshots/{id}")
  SnapshotJson snapshot(@PathVariable String id) {
    return SnapshotJson.of(snapshots.get(signedIn.caller(), Words.id(id, "snapshot id")));
  }

  @DeleteMapping("/snapshots/{id}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void deleteSnapshot(@PathVariable String id) {
    snapshots.delete(signedIn.caller(), Words.id(id, "snapshot id"));
  }
}
