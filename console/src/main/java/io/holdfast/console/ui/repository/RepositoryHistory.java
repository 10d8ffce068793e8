package io.holdfast.console.ui.repository;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.history.Forecast;
import io.holdfast.console.history.HistoryService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.CapacityTrend;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.history.CapacitySample;
import io.holdfast.schema.history.RepositorySpace;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How much room a repository has, and how it came to that.
 *
 * @param space {@code null}: no worker has looked yet
 * @param forecast {@code null}: it cannot be told
 */
record RepositoryHistory(
    List<CapacitySample> samples, @Nullable RepositorySpace space, @Nullable Forecast forecast) {

  static final RepositoryHistory NONE = new RepositoryHistory(List.of(), null, null);

  private static final Duration TREND = Duration.ofDays(30);

  static RepositoryHistory read(String text, Caller caller, HistoryService history) {
    UUID id = Ids.parse("repository", text);
    return new RepositoryHistory(
        history.capacity(caller, id, TREND),
        history.space(caller, id).orElse(null),
        history.forecast(caller, id).orElse(null));
  }

  static Component room(Signal<RepositoryHistory> now, Moments moments) {
    return new Facts<>(now, moments)
        .text(Texts.of("repository.free"), it -> free(it.space()))
        .moment(
            Texts.of("repository.free.found"),
            it -> it.space() == null ? null : it.space().foundAt())
        .mark(Texts.of("repository.forecast"), it -> forecast(it.forecast()));
  }

  private static String free(@Nullable RepositorySpace space) {
    if (space == null) {
      return Texts.of("repository.free.unknown");
    }
    return space.totalBytes() == null
        ? Sizes.shortly(space.freeBytes())
        : Texts.of(
            "repository.free.of",
            Sizes.shortly(space.freeBytes()),
            Sizes.shortly(space.totalBytes()));
  }

  private static Mark forecast(@Nullable Forecast forecast) {
    return forecast == null
        ? new Mark(Tone.QUIET, Texts.of("trend.unknown"), Texts.of("trend.unknown.why"))
        : new Mark(CapacityTrend.tone(forecast), CapacityTrend.words(forecast));
  }
}
