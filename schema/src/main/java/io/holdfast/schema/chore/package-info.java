/** What one of several consoles does now and then. */
@NullMarked
package io.holdfast.schema.chore;

import org.jspecify.annotations.NullMarked;
