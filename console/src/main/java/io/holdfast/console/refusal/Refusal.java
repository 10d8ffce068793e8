package io.holdfast.console.refusal;

import java.util.Objects;

/**
 * A request that was not carried out, in words for people. Nothing has changed when it is thrown,
 * unless its detail says so. Made by the named methods; shown as it is.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kind of no it is. */
  public enum Kind {
    /** The request itself is wrong; the same one will always be refused. */
    INVALID,
    /** Nobody has signed in, or the proof is wrong. */
    NOT_SIGNED_IN,
    /** The caller's role does not allow it. */
    FORBIDDEN,
    /** It is not there, or not for the caller to see. */
    NOT_FOUND,
    /** Somebody or something else stands in the way now. */
    CONFLICT,
    /** The project's quota does not allow it. */
    OVER_QUOTA,
    /** Too many attempts; later again. */
    TOO_MANY,
    /** Something that it needs cannot be reached; later again. */
    UNAVAILABLE,
    /** It failed in a way that nobody foresaw. */
    FAILED
  }

  private final Kind kind;
  private final String code;
  private final String next;

  private Refusal(Kind kind, String code, String detail, String next) {
    super(detail);
    this.kind = kind;
    this.code = code;
    this.next = next;
  }

  /**
   * Makes a refusal.
   *
   * @param code what programs go by, kebab-case, for instance {@code volume-busy}
   * @param detail what is wrong, on what: one sentence
   * @param next what to do about it: one sentence
   */
  public static Refusal of(Kind kind, String code, String detail, String next) {
    return new Refusal(kind, code, detail, next);
  }

  public static Refusal invalid(String code, String detail, String next) {
    return new Refusal(Kind.INVALID, code, detail, next);
  }

  public static Refusal conflict(String code, String detail, String next) {
    return new Refusal(Kind.CONFLICT, code, detail, next);
  }

  public static Refusal forbidden(String detail, String next) {
    return new Refusal(Kind.FORBIDDEN, "forbidden", detail, next);
  }

  /** Nothing of that kind has that id, as far as the caller may see. */
  public static Refusal notFound(String what, Object id) {
    return new Refusal(
        Kind.NOT_FOUND,
        what.replace(' ', '-') + "-not-found",
        "There is no %s '%s'.".formatted(what, id),
        "Look it up in the list; it may have been deleted.");
  }

  public static Refusal unavailable(String code, String detail, String next) {
    return new Refusal(Kind.UNAVAILABLE, code, detail, next);
  }

  public Kind kind() {
    return kind;
  }

  public String code() {
    return code;
  }

  /** What is wrong. */
  public String detail() {
    return Objects.requireNonNullElse(getMessage(), code);
  }

  /** What to do next. */
  public String next() {
    return next;
  }
}
