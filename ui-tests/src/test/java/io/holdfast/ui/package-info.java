/**
 * Journeys of people through the console, in a real Chromium against the packaged programs. Knows
 * pages by what they show and by {@code data-testid}, nothing of their code.
 */
@NullMarked
package io.holdfast.ui;

import org.jspecify.annotations.NullMarked;
