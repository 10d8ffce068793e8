package io.holdfast.chaos.place;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Which programs run, by their names. */
public record Crew(List<String> consoles, List<String> volumeServices, List<String> workers) {

  /** So many of each, at least one. */
  public static Crew of(int consoles, int volumeServices, int workers) {
    return new Crew(
        numbered("c", consoles), numbered("vs", volumeServices), numbered("w", workers));
  }

  private static List<String> numbered(String name, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> name + number).toList();
  }

  /** Workers, volume services and consoles. */
  public List<String> all() {
    List<String> all = new ArrayList<>(workers);
    all.addAll(volumeServices);
    all.addAll(consoles);
    return all;
  }
}
