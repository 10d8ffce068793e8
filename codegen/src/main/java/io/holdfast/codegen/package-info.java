/**
 * Build only: gives jOOQ's code generator a real PostgreSQL that the migrations have just built.
 * Nothing here runs in the product.
 */
@NullMarked
package io.holdfast.codegen;

import org.jspecify.annotations.NullMarked;
