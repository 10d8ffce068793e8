package io.holdfast.worker.record;

import io.holdfast.engine.pack.PackKind;

/** The kinds of packs in the engine's words and in the schema's. */
final class Packs {

  private Packs() {}

  static PackKind kind(io.holdfast.schema.repository.PackKind kind) {
    return switch (kind) {
      case DATA -> PackKind.DATA;
      case META -> PackKind.META;
    };
  }

  static io.holdfast.schema.repository.PackKind kind(PackKind kind) {
    return switch (kind) {
      case DATA -> io.holdfast.schema.repository.PackKind.DATA;
      case META -> io.holdfast.schema.repository.PackKind.META;
    };
  }
}
