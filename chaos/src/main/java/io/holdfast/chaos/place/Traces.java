package io.holdfast.chaos.place;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was made on this machine and has to be undone, the latest first. Undoes it once, from
 * whichever thread is first; whatever fails is said and does not keep the rest.
 */
public final class Traces implements AutoCloseable {

  private final Deque<AutoCloseable> undo = new ArrayDeque<>();

  /** To be undone in the end. */
  public synchronized void add(AutoCloseable action) {
    undo.push(action);
  }

  @Override
  public synchronized void close() {
    while (!undo.isEmpty()) {
      try {
        undo.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        System.err.println("Something could not be cleared away: " + e);
      }
    }
  }
}
