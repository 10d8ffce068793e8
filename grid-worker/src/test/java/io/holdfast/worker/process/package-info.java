/**
 * Tests of whole processes: packaged workers and a packaged volume service around a real
 * PostgreSQL, with the test in the console's place. Volumes are compared as files, by the operating
 * system's own means, with what Holdfast never touched.
 */
@NullMarked
package io.holdfast.worker.process;

import org.jspecify.annotations.NullMarked;
