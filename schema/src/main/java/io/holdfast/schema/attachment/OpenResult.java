package io.holdfast.schema.attachment;

/** Whether a connection may be made. */
public sealed interface OpenResult {

  /** It may; the row is there. */
  record Opened() implements OpenResult {}

  /** The caller's incarnation is closed, or the task is no longer its own. */
  record Fenced() implements OpenResult {}

  /** Another attachment may still write to the volume; it has to be detached first. */
  record WriterExists(Attachment writer) implements OpenResult {}
}
