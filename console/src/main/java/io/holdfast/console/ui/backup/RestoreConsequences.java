package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.volume.Volume;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a restore will do; to write over a volume, its name is to be typed in. */
final class RestoreConsequences extends Div {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;
  private final Paragraph what = new Paragraph();
  private final Paragraph lasting = new Paragraph();
  private final Notice damage = Notice.of(Tone.BAD, "", "");
  private final Notice loss = Notice.of(Tone.WARNING, "", "");
  private final TextField typed = new TextField();
  private transient @Nullable Volume lost;

  RestoreConsequences(Moments moments, Runnable changed) {
    this.moments = moments;
    addClassName("restore-part");
    lasting.setTestId("forecast");
    damage.setTestId("damage");
    typed.setWidthFull();
    typed.setTestId("type-name");
    typed.setAutocomplete(Autocomplete.OFF);
    typed.setValueChangeMode(ValueChangeMode.EAGER);
    typed.addValueChangeListener(change -> changed.run());
    add(what, lasting, damage, loss, typed);
  }

  /**
   * Says it anew.
   *
   * @param name of the volume that is written
   * @param over the volume that is overwritten; {@code null} for a new one
   */
  void say(Backup backup, String name, @Nullable Volume over, Optional<Duration> forecast) {
    lost = over;
    what.setText(
        Texts.of(
            over == null ? "restore.what.new" : "restore.what.over",
            moments.date(backup.dataTimestamp()),
            name,
            Sizes.shortly(backup.sizeBytes()),
            backup.volumeName()));
    lasting.setText(
        forecast
            .map(it -> Texts.of("restore.forecast", Moments.lasting(it)))
            .orElseGet(() -> Texts.of("restore.forecast.unknown")));
    damage.setVisible(backup.isDamaged());
    damage.say(
        Objects.requireNonNullElse(backup.verifyMessage(), Texts.of("backup.damaged")),
        Texts.of("restore.damaged"));
    loss.setVisible(over != null);
    typed.setVisible(over != null);
    typed.clear();
    if (over != null) {
      loss.say(
          Texts.of(
              "restore.loss",
              over.name(),
              Sizes.shortly(over.sizeBytes()),
              Texts.of("volume.status", over.status())),
          over.lastIntactBackupAt() == null
              ? Texts.of("restore.loss.unprotected")
              : Texts.of("restore.loss.protected", moments.ago(over.lastIntactBackupAt())));
      typed.setLabel(Texts.of("common.type-name", over.name()));
    }
  }

  boolean agreed() {
    return lost == null || typed.getValue().strip().equals(lost.name().strip());
  }

  void begin() {
    if (lost != null) {
      typed.focus();
    }
  }
}
