/**
 * The data directory of ./holdfast up: what lies where in it, and how secrets are written. Knows no
 * process and no API.
 */
@NullMarked
package io.holdfast.cli.data;

import org.jspecify.annotations.NullMarked;
