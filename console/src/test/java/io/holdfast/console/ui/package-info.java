/** Tests of the pages, without a browser. */
@NullMarked
package io.holdfast.console.ui;

import org.jspecify.annotations.NullMarked;
