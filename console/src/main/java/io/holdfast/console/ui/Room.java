package io.holdfast.console.ui;

/** How much room there is for a list. */
enum Room {
  NARROW,
  MEDIUM,
  WIDE,
  VAST
}
