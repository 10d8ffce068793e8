package io.holdfast.engine.run;

import io.holdfast.engine.repository.Manifest;
import java.util.List;

/**
 * What a repository holds, by its own account.
 *
 * @param packs that are in the index now
 * @param backups whose manifests are readable
 * @param problems objects that are damaged, each in a sentence
 */
public record ReindexReport(long packs, List<Manifest> backups, List<String> problems) {}
