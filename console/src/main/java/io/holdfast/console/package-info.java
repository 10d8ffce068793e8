/**
 * The console's process: starts the database, the grid node and the web server in that order, and
 * ends them in the reverse one. What the console does lies in the packages below, one for each
 * feature; this one only knows how they are put together.
 */
@NullMarked
package io.holdfast.console;

import org.jspecify.annotations.NullMarked;
