/** How a command ends: with a status that programs understand and a sentence that people do. */
@NullMarked
package io.holdfast.cli.outcome;

import org.jspecify.annotations.NullMarked;
