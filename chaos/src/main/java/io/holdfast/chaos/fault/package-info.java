/** What goes wrong, and when: drawn from a seed before it begins. */
@NullMarked
package io.holdfast.chaos.fault;

import org.jspecify.annotations.NullMarked;
