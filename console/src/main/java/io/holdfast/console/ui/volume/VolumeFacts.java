package io.holdfast.console.ui.volume;

import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Pairs;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.volume.Volume;

/** What is known of a volume, as names and values. */
final class VolumeFacts {

  private VolumeFacts() {}

  static Facts<Volume> of(Signal<Volume> volume, Moments moments) {
    return new Facts<>(volume, moments)
        .mark(Texts.of("volume.status"), VolumeMarks::status)
        .mark(Texts.of("volume.protection"), it -> VolumeMarks.protection(it, moments))
        .size(Texts.of("volume.size"), Volume::sizeBytes)
        .text(Texts.of("volume.description"), Volume::description)
        .text(Texts.of("volume.backend"), Volume::backend)
        .text(Texts.of("volume.project"), Volume::projectName)
        .moment(Texts.of("common.created"), Volume::createdAt)
        .text(Texts.of("common.metadata"), it -> Pairs.lines(it.metadata()))
        .code(Texts.of("common.id"), it -> it.id().toString());
  }
}
