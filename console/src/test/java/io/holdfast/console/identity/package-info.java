/** Tests of callers, sign-in and tokens. */
@NullMarked
package io.holdfast.console.identity;

import org.jspecify.annotations.NullMarked;
