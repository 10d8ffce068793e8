package io.holdfast.console.refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Many things that one and the same is asked for; each is decided on by itself.
 *
 * @param <T> the things
 * @param accepted in the order in which it is done with them
 * @param refused the others
 */
public record Bulk<T>(List<T> accepted, List<Refused> refused) {

  /**
   * A thing that it is not done with.
   *
   * @param title what people call it
   */
  public record Refused(String title, Refusal why) {}

  public Bulk {
    accepted = List.copyOf(accepted);
    refused = List.copyOf(refused);
  }

  /**
   * Asks for one thing after the other.
   *
   * @param before what was refused already
   * @param one throws the refusal, if it is one
   */
  public static <T> Bulk<T> of(
      List<T> things, List<Refused> before, Function<T, String> title, Consumer<T> one) {
    List<T> accepted = new ArrayList<>();
    List<Refused> refused = new ArrayList<>(before);
    for (T thing : things) {
      try {
        one.accept(thing);
        accepted.add(thing);
      } catch (Refusal e) {
        refused.add(new Refused(title.apply(thing), e));
      }
    }
    return new Bulk<>(accepted, refused);
  }
}
