package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.OwnWords;
import io.holdfast.console.ui.Pairs;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.policy.Cover;
import io.holdfast.schema.policy.CoverKind;
import io.holdfast.schema.volume.Backend;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeSort;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which volumes: all, those of a name, a backend or metadata, or some one by one. */
final class CoverFields extends Div {

  private static final long serialVersionUID = 1L;

  private final RadioButtonGroup<CoverKind> kind = new RadioButtonGroup<>();
  private final TextField name = new TextField(Texts.of("policy.cover.name"));
  private final Select<String> backend = new Select<>();
  private final TextArea metadata = new TextArea(Texts.of("common.metadata"));
  private final MultiSelectComboBox<Volume> volumes =
      OwnWords.several(Texts.of("policy.cover.listed"));
  private final transient Caller caller;
  private final transient VolumesService service;

  CoverFields(Caller caller, VolumesService service, Runnable changed) {
    this.caller = caller;
    this.service = service;
    addClassName("fields");
    kind.setItems(CoverKind.values());
    kind.setItemLabelGenerator(it -> Texts.of("policy.cover", it));
    kind.setAriaLabel(Texts.of("policy.covers"));
    kind.setValue(CoverKind.ALL);
    kind.setTestId("cover");
    kind.addClassName("fields-wide");
    name.setHelperText(Texts.of("policy.cover.name.help"));
    name.setMaxLength(255);
    name.setValueChangeMode(ValueChangeMode.LAZY);
    name.setTestId("cover-name");
    backend.setLabel(Texts.of("volume.backend"));
    backend.setItems(service.backends(caller).stream().map(Backend::name).toList());
    backend.setEmptySelectionAllowed(true);
    backend.setEmptySelectionCaption(Texts.of("policy.cover.backend.any"));
    metadata.setHelperText(Texts.of("common.metadata.help"));
    metadata.setValueChangeMode(ValueChangeMode.LAZY);
    metadata.addClassName("fields-wide");
    volumes.setItemLabelGenerator(Volume::name);
    volumes.setItems(query ->
        service
            .list(
                caller,
                VolumeFilter.all()
                    .withText(query.getFilter().filter(it -> !it.isBlank()).orElse(null)),
                Order.ascending(VolumeSort.NAME),
                new Slice(query.getOffset(), query.getLimit()))
            .stream());
    volumes.addClassName("fields-wide");
    volumes.setTestId("cover-volumes");
    add(kind, name, backend, metadata, volumes);
    fit();
    kind.addValueChangeListener(change -> {
      fit();
      changed.run();
    });
    Stream.<HasValue<?, ?>>of(name, metadata, backend, volumes)
        .forEach(field -> field.addValueChangeListener(change -> changed.run()));
  }

  private void fit() {
    boolean matching = kind.getValue() == CoverKind.MATCHING;
    name.setVisible(matching);
    backend.setVisible(matching);
    metadata.setVisible(matching);
    volumes.setVisible(kind.getValue() == CoverKind.LISTED);
  }

  /** Shows what is covered; volumes that are gone meanwhile are left out. */
  void show(Cover cover) {
    kind.setValue(cover.kind());
    name.setValue(cover.namePattern() == null ? "" : cover.namePattern());
    backend.setValue(cover.backend());
    metadata.setValue(Pairs.lines(cover.metadata()));
    volumes.setValue(
        cover.volumes().stream()
            .flatMap(id -> find(id).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new)));
    fit();
  }

  private Optional<Volume> find(UUID id) {
    try {
      return Optional.of(service.get(caller, id));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  /** What is chosen; lines of metadata that are none are refused. */
  Cover cover() {
    return switch (kind.getValue()) {
      case ALL -> Cover.all();
      case MATCHING ->
          Cover.matching(name.getValue(), backend.getValue(), Pairs.of(metadata.getValue()));
      case LISTED -> {
        Set<UUID> ids =
            volumes.getValue().stream().map(Volume::id).collect(Collectors.toUnmodifiableSet());
        yield Cover.listed(ids);
      }
    };
  }
}
