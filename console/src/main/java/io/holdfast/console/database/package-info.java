/**
 * The database that the console works on: an external one when a URL is given, else a PostgreSQL
 * that lives in the data directory and is started, adopted and stopped here. First in the flow;
 * knows nothing of what is stored.
 */
@NullMarked
package io.holdfast.console.database;

import org.jspecify.annotations.NullMarked;
