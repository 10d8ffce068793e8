package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.select.Select;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.repository.RepositoriesService;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.volume.VolumesService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What there is to choose from in a policy. */
@Component
class PolicyChoices {

  /** A project or repository; without an id every project, or the default repository. */
  record Place(@Nullable UUID id, String name) {}

  private final ProjectsService projects;
  private final RepositoriesService repositories;
  private final VolumesService volumes;

  PolicyChoices(
      ProjectsService projects, RepositoriesService repositories, VolumesService volumes) {
    this.projects = projects;
    this.repositories = repositories;
    this.volumes = volumes;
  }

  VolumesService volumes() {
    return volumes;
  }

  /** The projects that the caller sees, the own one chosen; every one for who may do that. */
  Select<Place> projects(Caller caller) {
    List<Place> places = new ArrayList<>();
    projects.list(caller).forEach(it -> places.add(new Place(it.id(), it.name())));
    if (caller.seesInstallation()) {
      places.add(new Place(null, Texts.of("policy.project.every")));
    }
    Select<Place> select = select("volume.project", places);
    choose(select, caller.home(), null);
    return select;
  }

  /** Members do not see which repositories there are; theirs is the default. */
  Select<Place> repositories(Caller caller) {
    List<Place> places = new ArrayList<>();
    places.add(new Place(null, Texts.of("policy.repository.default")));
    if (caller.seesInstallation()) {
      repositories.list(caller).forEach(it -> places.add(new Place(it.id(), it.name())));
    }
    return select("backup.repository", places);
  }

  private static Select<Place> select(String key, List<Place> places) {
    Select<Place> select = new Select<>();
    select.setLabel(Texts.of(key));
    select.setItems(places);
    select.setItemLabelGenerator(Place::name);
    select.setValue(places.getFirst());
    return select;
  }

  /** Chooses by id, also what the caller would not be offered. */
  void choose(Select<Place> select, @Nullable UUID id, @Nullable String name) {
    List<Place> places = new ArrayList<>(select.getListDataView().getItems().toList());
    Place place =
        places.stream()
            .filter(it -> Objects.equals(it.id(), id))
            .findFirst()
            .orElseGet(() -> {
              Place other = new Place(id, Objects.requireNonNullElse(name, ""));
              places.add(other);
              select.setItems(places);
              return other;
            });
    select.setValue(place);
  }
}
