/** What must hold once everything is mended. */
@NullMarked
package io.holdfast.chaos.check;

import org.jspecify.annotations.NullMarked;
