/**
 * Charts: drawn on the server as SVG in per cent of their place, so that they fit every width
 * without a script. Texts stand beside the drawing as HTML and are never stretched. What colours
 * tell, patterns and dashes tell too; each point has a tooltip for mouse, touch and keyboard; all
 * figures can be read as a table.
 */
@NullMarked
package io.holdfast.console.ui.chart;

import org.jspecify.annotations.NullMarked;
