package io.holdfast.grid.call;

/** Why a call did not do what it was asked for; the caller decides by this, never by the text. */
public enum FailureKind {
  /** What the call names is not there. */
  NOT_FOUND,
  /** It is there but held by somebody; the message says by whom. Worth trying again later. */
  BUSY,
  /** No room is left where it would have to go. */
  FULL,
  /** The request contradicts itself or the rules; trying again is useless. */
  INVALID,
  /** The other side does not know this request, or cannot do it. */
  UNSUPPORTED,
  /** It was tried and failed; the message says why. */
  FAILED,
  /**
   * Nobody of that name is in the grid, or it left, or it gave no answer in time. Whether the
   * request was carried out is unknown, which is why every request may be repeated.
   */
  UNREACHABLE
}
