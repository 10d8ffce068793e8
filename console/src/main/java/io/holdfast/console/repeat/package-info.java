/**
 * Asking again for what a task did not do, by the rules of the first time. What each request means
 * is the schema's affair; here it is decided who may, and a refusal is put into words.
 */
@NullMarked
package io.holdfast.console.repeat;

import org.jspecify.annotations.NullMarked;
