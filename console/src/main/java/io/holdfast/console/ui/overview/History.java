package io.holdfast.console.ui.overview;

import io.holdfast.console.history.Forecast;
import io.holdfast.schema.history.CapacitySample;
import io.holdfast.schema.history.ThroughputSample;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the first page shows of the past.
 *
 * @param newest what was moved in the last minute; {@code null}: nobody wrote it down
 * @param day what was moved in the last day
 * @param capacity of all repositories together
 * @param filling when repositories are full, by name; those of which that can be told
 */
record History(
    @Nullable ThroughputSample newest,
    List<ThroughputSample> day,
    List<CapacitySample> capacity,
    Map<String, Forecast> filling) {}
