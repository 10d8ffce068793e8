/** Tests of the charts. */
@NullMarked
package io.holdfast.console.ui.chart;

import org.jspecify.annotations.NullMarked;
