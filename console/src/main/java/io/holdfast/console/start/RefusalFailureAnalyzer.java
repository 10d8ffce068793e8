package io.holdfast.console.start;

import io.holdfast.console.refusal.Refusal;
import io.holdfast.grid.GridJoinException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says why the console did not start, when it or the grid refused. */
final class RefusalFailureAnalyzer implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return new FailureAnalysis(refusal.detail(), refusal.next(), refusal);
      }
      if (cause instanceof GridJoinException grid) {
        return new FailureAnalysis(
            String.valueOf(grid.getMessage()),
            "See the settings holdfast.grid.*, then start again.",
            grid);
      }
    }
    return null;
  }
}
