package io.holdfast.console.live;

/** Ends a subscription; may be closed twice. */
@FunctionalInterface
public interface Registration extends AutoCloseable {

  @Override
  void close();
}
