package io.holdfast.console.ui.volume;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.FilterBar;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.ui.FilterChoices;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.volume.Protection;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.List;
import java.util.Objects;

/** What the list of volumes is filtered by. */
final class VolumeFilters {

  private static final Protection[] WANTING = Protection.WANTING.toArray(Protection[]::new);

  private final FilterBar filters;

  VolumeFilters(FilterBar filters, FilterChoices choices, Caller caller) {
    this.filters = filters;
    filters.addSearch("q", Texts.of("volume.search"));
    filters.addChoice(
        "show",
        Texts.of("volume.show"),
        List.of(
            new Choice("", Texts.of("volume.show.all")),
            new Choice("unprotected", Texts.of("volume.show.unprotected")),
            new Choice("in-use", Texts.of("volume.show.in-use")),
            new Choice("busy", Texts.of("volume.show.busy")),
            new Choice("error", Texts.of("volume.show.error"))));
    choices.policy(filters, caller);
    filters.addFurther();
    choices.project(filters, caller);
    choices.backend(filters, caller);
  }

  VolumeFilter filter() {
    VolumeFilter filter =
        VolumeFilter.all()
            .withText(filters.value("q"))
            .coveredBy(filters.id("policy"))
            .inProject(filters.id("project"))
            .inBackend(filters.value("backend"));
    return switch (Objects.requireNonNullElse(filters.value("show"), "")) {
      case "unprotected" -> filter.withProtection(WANTING);
      case "in-use" -> filter.withStatus(VolumeStatus.IN_USE);
      case "busy" ->
          filter.withStatus(
              VolumeStatus.BACKING_UP,
              VolumeStatus.RESTORING_BACKUP,
              VolumeStatus.CREATING,
              VolumeStatus.EXTENDING,
              VolumeStatus.DELETING);
      case "error" ->
          filter.withStatus(
              VolumeStatus.ERROR, VolumeStatus.ERROR_RESTORING, VolumeStatus.ERROR_DELETING);
      default -> filter;
    };
  }
}
