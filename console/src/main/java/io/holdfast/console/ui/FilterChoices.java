package io.holdfast.console.ui;

import com.vaadin.flow.component.combobox.ComboBox;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.repository.RepositoriesService;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.console.worker.WorkersService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeSort;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What lists are filtered by that is a record itself, as far as the viewer sees such. */
@Component
public class FilterChoices {

  private final ProjectsService projects;
  private final VolumesService volumes;
  private final BackupsService backups;
  private final PoliciesService policies;
  private final RepositoriesService repositories;
  private final WorkersService workers;

  FilterChoices(
      ProjectsService projects,
      VolumesService volumes,
      BackupsService backups,
      PoliciesService policies,
      RepositoriesService repositories,
      WorkersService workers) {
    this.projects = projects;
    this.volumes = volumes;
    this.backups = backups;
    this.policies = policies;
    this.repositories = repositories;
    this.workers = workers;
  }

  /** For those who see several. */
  public void project(FilterBar filters, Caller caller) {
    if (caller.onlyProject() == null) {
      filters.addRecord(
          "project",
          Texts.of("filter.project.any"),
          id -> projectNamed(caller, id),
          box ->
              box.setItems(query ->
                  projects(caller, query.getFilter().orElse(""))
                      .skip(query.getOffset())
                      .limit(query.getLimit())));
    }
  }

  /** Read anew each time that one looks: projects are made while a page is open. */
  private Stream<Choice> projects(Caller caller, String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return projects.list(caller).stream()
        .filter(it -> it.name().toLowerCase(Locale.ROOT).contains(wanted))
        .map(it -> new Choice(it.id().toString(), it.name()));
  }

  private String projectNamed(Caller caller, String id) {
    return projects(caller, "")
        .filter(it -> it.value().equals(id))
        .findFirst()
        .map(Choice::label)
        .orElse(id);
  }

  /** Also one that is deleted, when the address names it. */
  public void volume(FilterBar filters, Caller caller) {
    filters.addRecord(
        "volume",
        Texts.of("backup.volume.any"),
        id -> nameOf(caller, id),
        box -> fill(box, caller));
  }

  private void fill(ComboBox<Choice> box, Caller caller) {
    box.setItems(query ->
        volumes
            .list(
                caller,
                VolumeFilter.all()
                    .withText(query.getFilter().filter(it -> !it.isBlank()).orElse(null)),
                Order.ascending(VolumeSort.NAME),
                new Slice(query.getOffset(), query.getLimit()))
            .stream()
            .map(volume -> new Choice(volume.id().toString(), volume.name())));
  }

  private String nameOf(Caller caller, String text) {
    try {
      UUID id = Ids.parse("volume", text);
      try {
        return volumes.get(caller, id).name();
      } catch (Refusal e) {
        // Its backups still know how it was called.
        return backups
            .list(
                caller,
                BackupFilter.all().ofVolume(id),
                Order.descending(BackupSort.CREATED),
                Slice.first(1))
            .stream()
            .findFirst()
            .map(backup -> Texts.of("filter.volume.deleted", backup.volumeName()))
            .orElse(text);
      }
    } catch (Refusal e) {
      return text;
    }
  }

  public void policy(FilterBar filters, Caller caller) {
    filters.addAmong("policy", Texts.of("filter.policy.any"), choices(policies.names(caller)));
  }

  public void backend(FilterBar filters, Caller caller) {
    List<Choice> choices =
        volumes.backends(caller).stream().map(it -> new Choice(it.name(), it.name())).toList();
    filters.addAmong("backend", Texts.of("filter.backend.any"), choices);
  }

  /** For those who see the installation. */
  public void repository(FilterBar filters, Caller caller) {
    if (caller.seesInstallation()) {
      filters.addAmong(
          "repository", Texts.of("backup.repository.any"), choices(repositories.names(caller)));
    }
  }

  /** For those who see the installation. */
  public void worker(FilterBar filters, Caller caller) {
    if (caller.seesInstallation()) {
      List<Choice> choices =
          workers.list(caller).stream()
              .map(it -> new Choice(it.node().host(), it.node().host()))
              .toList();
      filters.addAmong("worker", Texts.of("filter.worker.any"), choices);
    }
  }

  private static List<Choice> choices(Map<UUID, String> names) {
    return names.entrySet().stream()
        .map(it -> new Choice(it.getKey().toString(), it.getValue()))
        .sorted(Comparator.comparing(Choice::label, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }
}
