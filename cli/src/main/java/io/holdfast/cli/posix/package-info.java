/** The few functions of the C library that the JDK does not offer, called directly. */
@NullMarked
package io.holdfast.cli.posix;

import org.jspecify.annotations.NullMarked;
