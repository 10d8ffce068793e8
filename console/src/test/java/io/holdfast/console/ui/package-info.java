/** Tests of what the pages are made of. */
@NullMarked
package io.holdfast.console.ui;

import org.jspecify.annotations.NullMarked;
