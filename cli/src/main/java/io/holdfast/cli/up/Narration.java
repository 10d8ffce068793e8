package io.holdfast.cli.up;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Says on the terminal what happens: one line per event, with the time and who it is about. */
public final class Narration {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final PrintWriter out;
  private final InstantSource clock;

  public Narration(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** A line about one process or thing. */
  public synchronized void say(String about, String text) {
    String time = TIME.format(clock.instant().atZone(ZoneId.systemDefault()));
    out.printf("%s  %-14s %s%n", time, about, text);
    out.flush();
  }

  /** Text as it is, with line breaks of its own. */
  public synchronized void print(String text) {
    out.print(text);
    out.flush();
  }
}
