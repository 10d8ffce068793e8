/**
 * Whole backups and restores through running programs, beside other tools on the same image, and
 * beside what this machine's processor allows at most.
 */
@NullMarked
package io.holdfast.bench.whole;

import org.jspecify.annotations.NullMarked;
