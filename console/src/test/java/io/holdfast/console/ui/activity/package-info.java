/** Tests of the activity's pages, without a browser. */
@NullMarked
package io.holdfast.console.ui.activity;

import org.jspecify.annotations.NullMarked;
