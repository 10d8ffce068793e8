/**
 * The whole job on a temporary directory, checked by reading the images themselves rather than by
 * asking Holdfast.
 */
@NullMarked
package io.holdfast.cli.demo;

import org.jspecify.annotations.NullMarked;
