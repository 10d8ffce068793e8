/**
 * Who did what. Everything that people ask for adds an entry in the transaction that does it;
 * nothing is ever changed.
 */
@NullMarked
package io.holdfast.schema.audit;

import org.jspecify.annotations.NullMarked;
