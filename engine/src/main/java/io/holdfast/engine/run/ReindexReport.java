package io.holdfast.engine.run;

import java.util.List;

/**
 * What a repository holds, by its own account.
 *
 * @param packs that were added to the index, as a whole or in part
 * @param backups whose manifests are readable
 * @param problems objects that are damaged, each in a sentence
 */
public record ReindexReport(long packs, long backups, List<String> problems) {}
