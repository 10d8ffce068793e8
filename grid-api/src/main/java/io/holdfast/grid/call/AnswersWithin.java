package io.holdfast.grid.call;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long a caller waits for one method of a contract; {@value #DEFAULT_SECONDS} seconds where
 * nothing is said. A callee that leaves the grid ends the wait at once, so a long limit only bears
 * on one that hangs.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AnswersWithin {

  /** The limit of a method that says nothing. */
  int DEFAULT_SECONDS = 20;

  /** The limit in seconds. */
  int seconds();
}
