/**
 * How a person or program is told that something cannot be done: one sentence about what is wrong
 * and one about what to do. Services throw refusals; pages and the API show them. Knows no service.
 */
@NullMarked
package io.holdfast.console.refusal;

import org.jspecify.annotations.NullMarked;
