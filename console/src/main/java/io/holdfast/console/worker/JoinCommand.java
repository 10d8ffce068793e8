package io.holdfast.console.worker;

/**
 * What starts another worker.
 *
 * @param text for a shell
 * @param complete false: the database's password is left out
 * @param loopback whether it works on the console's own machine only
 */
public record JoinCommand(String text, boolean complete, boolean loopback) {}
