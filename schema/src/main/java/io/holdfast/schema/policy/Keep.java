package io.holdfast.schema.policy;

/**
 * How many backups of each volume stay, 0 to 10000 each: the newest ones, and the newest of each of
 * so many hours, days, weeks, months and years that have one. All 0: every backup stays.
 */
public record Keep(int last, int hourly, int daily, int weekly, int monthly, int yearly) {

  /** Nothing is ever deleted. */
  public static final Keep EVERYTHING = new Keep(0, 0, 0, 0, 0, 0);

  /** Whether nothing is ever deleted. */
  public boolean everything() {
    return equals(EVERYTHING);
  }
}
