package io.holdfast.cli.up;

/**
 * Runs something when the process is asked to end (Ctrl-C, a terminal that closes, {@code kill}),
 * and lets the main thread know that it is not its turn any more.
 */
public final class AtSignal {

  private final Thread hook;

  private AtSignal(Thread hook) {
    this.hook = hook;
  }

  /** From now on a signal runs this; it ends the process itself with {@code Runtime.halt}. */
  public static AtSignal run(Runnable ending) {
    Thread hook = new Thread(ending, "ending");
    Runtime.getRuntime().addShutdownHook(hook);
    return new AtSignal(hook);
  }

  /**
   * Takes it back. If the signal came first, waits for the process to end instead: what the main
   * thread met with then was only a consequence.
   */
  public void withdraw() throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      hook.join();
      throw new InterruptedException("the process ends");
    }
  }
}
