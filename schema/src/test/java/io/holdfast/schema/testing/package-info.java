/**
 * A real PostgreSQL for tests, here and in other modules (this is part of the test-jar), and
 * builders of rows. Waits for nothing and leaves nothing behind.
 */
@NullMarked
package io.holdfast.schema.testing;

import org.jspecify.annotations.NullMarked;
