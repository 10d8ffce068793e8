package io.holdfast.console.ui;

import com.vaadin.flow.component.select.Select;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.repository.RepositoriesService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where something may belong or lie, to choose from: projects and repositories. */
@Component
public class Places {

  /** A project or repository; without an id every project, or the default repository. */
  public record Place(@Nullable UUID id, String name) {}

  private final ProjectsService projects;
  private final RepositoriesService repositories;

  Places(ProjectsService projects, RepositoriesService repositories) {
    this.projects = projects;
    this.repositories = repositories;
  }

  /** The projects that the caller sees, the own one chosen; not to be seen if that is all. */
  public Select<Place> projects(Caller caller) {
    return projects(caller, seen(caller));
  }

  /** The same with every one together, for who may see that. */
  public Select<Place> projectsOrEvery(Caller caller) {
    List<Place> places = seen(caller);
    if (caller.seesInstallation()) {
      places.add(new Place(null, Texts.of("policy.project.every")));
    }
    return projects(caller, places);
  }

  private List<Place> seen(Caller caller) {
    List<Place> places = new ArrayList<>();
    projects.list(caller).forEach(it -> places.add(new Place(it.id(), it.name())));
    return places;
  }

  private Select<Place> projects(Caller caller, List<Place> places) {
    Select<Place> select = select("volume.project", places);
    choose(select, caller.home(), null);
    return select;
  }

  /** Members do not see which repositories there are; theirs is the default. */
  public Select<Place> repositories(Caller caller) {
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
    select.setVisible(places.size() > 1);
    return select;
  }

  /** Chooses by id, also what the caller would not be offered. */
  public void choose(Select<Place> select, @Nullable UUID id, @Nullable String name) {
    List<Place> places = new ArrayList<>(select.getListDataView().getItems().toList());
    Place place =
        places.stream()
            .filter(it -> Objects.equals(it.id(), id))
            .findFirst()
            .orElseGet(() -> {
              Place other = new Place(id, Objects.requireNonNullElse(name, ""));
              places.add(other);
              select.setItems(places);
              select.setVisible(true);
              return other;
            });
    select.setValue(place);
  }
}
