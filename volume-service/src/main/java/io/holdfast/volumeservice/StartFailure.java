package io.holdfast.volumeservice;

import io.holdfast.grid.GridJoinException;
import io.holdfast.grid.volume.VolumeServiceException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in words, not in stack traces, why the process does not start. */
final class StartFailure implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof StartException start) {
        return new FailureAnalysis(start.getMessage(), start.advice(), failure);
      }
      if (e instanceof GridJoinException || e instanceof VolumeServiceException) {
        return new FailureAnalysis(e.getMessage(), "", failure);
      }
    }
    return null;
  }
}
