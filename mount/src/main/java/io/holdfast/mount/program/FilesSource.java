package io.holdfast.mount.program;

import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.run.Processors;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/**
 * Where files are read from: a repository's directory, or what a worker exports. The export's
 * address holds a secret, and so comes in the environment.
 */
final class FilesSource {
  static final String EXPORT = "HOLDFAST_NBD_URI";

  @Mixin OpenedRepository repository;

  VolumeSource open(Processors processors) throws IOException {
    String uri = System.getenv(EXPORT);
    return uri == null ? repository.open(processors) : ExportedVolume.at(uri);
  }
}
