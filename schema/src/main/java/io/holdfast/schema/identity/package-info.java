/**
 * Projects with their quotas, users and tokens: for whom work is done, and who may ask for it.
 * Hashes are stored here and made elsewhere.
 */
@NullMarked
package io.holdfast.schema.identity;

import org.jspecify.annotations.NullMarked;
