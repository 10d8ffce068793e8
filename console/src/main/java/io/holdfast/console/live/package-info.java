/**
 * Changes and progress as they happen, for open pages and the dispatcher: the database's change
 * feed and the grid's progress messages, coalesced. Carries no content but progress; whoever is
 * told reads what it shows.
 */
@NullMarked
package io.holdfast.console.live;

import org.jspecify.annotations.NullMarked;
