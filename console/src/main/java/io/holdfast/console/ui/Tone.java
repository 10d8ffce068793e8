package io.holdfast.console.ui;

/** How serious a state is; each tone has a colour and an icon of its own. */
public enum Tone {
  GOOD(Icon.GOOD),
  BUSY(Icon.BUSY),
  WAITING(Icon.WAITING),
  WARNING(Icon.WARNING),
  BAD(Icon.BAD),
  QUIET(Icon.QUIET);

  private final Icon icon;

  Tone(Icon icon) {
    this.icon = icon;
  }

  public Icon icon() {
    return icon;
  }

  /** Class that colours by it. */
  public String className() {
    return "tone-" + name().toLowerCase(java.util.Locale.ROOT);
  }
}
