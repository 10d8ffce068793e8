/** The audit as callers see it. */
@NullMarked
package io.holdfast.console.audit;

import org.jspecify.annotations.NullMarked;
