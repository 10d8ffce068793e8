package io.holdfast.grid;

import org.apache.ignite.IgniteLogger;
import org.jspecify.annotations.NullUnmarked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ignite's log lines through SLF4J, quieter: its information and warnings are debugging to us,
 * since what matters of them is said in our own words, and its errors are warnings of one line,
 * because no error of the grid puts data at risk.
 */
@NullUnmarked // The interface takes nulls at will.
final class IgniteLog implements IgniteLogger {

  private final Logger log;

  IgniteLog() {
    this(LoggerFactory.getLogger("org.apache.ignite"));
  }

  private IgniteLog(Logger log) {
    this.log = log;
  }

  @Override
  public IgniteLogger getLogger(Object category) {
    if (category == null) {
      return this;
    }
    String name = category instanceof Class<?> type ? type.getName() : category.toString();
    // Ignite appends the node's name to some categories, and ours is different at each start.
    int suffix = name.indexOf('%');
    return new IgniteLog(LoggerFactory.getLogger(suffix < 0 ? name : name.substring(0, suffix)));
  }

  @Override
  public void trace(String message) {
    log.trace(message);
  }

  @Override
  public void debug(String message) {
    log.trace(message);
  }

  @Override
  public void info(String message) {
    log.debug(message);
  }

  @Override
  public void warning(String message, Throwable e) {
    log.debug(message, e);
  }

  @Override
  public void error(String message, Throwable e) {
    // What the kernal logs at a failing start is thrown as well, and what its network layers log of
    // a
    // dying neighbour shows as a change of membership.
    boolean expected =
        log.getName().endsWith(".IgniteKernal")
            || log.getName().startsWith("org.apache.ignite.spi.");
    if (log.isDebugEnabled() || expected) {
      log.debug(message, e);
    } else {
      log.warn("{}{}", firstLine(message), e == null ? "" : ": " + e.getMessage());
    }
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.strip().lines().findFirst().orElse("");
  }

  @Override
  public boolean isTraceEnabled() {
    return log.isTraceEnabled();
  }

  @Override
  public boolean isDebugEnabled() {
    return log.isTraceEnabled();
  }

  @Override
  public boolean isInfoEnabled() {
    return log.isDebugEnabled();
  }

  @Override
  public boolean isQuiet() {
    return false;
  }

  @Override
  public String fileName() {
    return null;
  }
}
