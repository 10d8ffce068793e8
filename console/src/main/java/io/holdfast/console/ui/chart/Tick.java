package io.holdfast.console.ui.chart;

/**
 * A mark on an axis.
 *
 * @param at from 0, where the axis begins, to 1
 * @param minor left out where there is little room
 */
record Tick(double at, String text, boolean minor) {}
