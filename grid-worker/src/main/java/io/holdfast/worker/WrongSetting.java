package io.holdfast.worker;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in words, not in a stack trace, which setting keeps the process from starting. */
final class WrongSetting implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      String message = e.getMessage();
      if (e instanceof IllegalArgumentException
          && message != null
          && message.startsWith("holdfast.")) {
        return new FailureAnalysis(message, "Correct that setting.", failure);
      }
    }
    return null;
  }
}
