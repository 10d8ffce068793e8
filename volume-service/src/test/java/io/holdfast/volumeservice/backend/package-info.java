/** The suite that every kind of storage passes. */
@NullMarked
package io.holdfast.volumeservice.backend;

import org.jspecify.annotations.NullMarked;
