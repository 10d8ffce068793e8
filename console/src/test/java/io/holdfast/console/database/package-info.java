/** Tests of the embedded database. */
@NullMarked
package io.holdfast.console.database;

import org.jspecify.annotations.NullMarked;
