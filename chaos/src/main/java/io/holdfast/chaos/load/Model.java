package io.holdfast.chaos.load;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What each backup must hold, by the name that it was asked for with: the answer with its id may be
 * lost. And what was found wrong.
 */
public final class Model {

  private final Map<String, Content> backups = new ConcurrentHashMap<>();
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final AtomicInteger names = new AtomicInteger();

  /** A name that no other thing has. */
  public String name(String what) {
    return what + "-" + names.incrementAndGet();
  }

  /** A backup, or a volume restored from one, is asked for. */
  public void asked(String backup, Content content) {
    backups.put(backup, content);
  }

  public Optional<Content> of(String backup) {
    return Optional.ofNullable(backups.get(backup));
  }

  /** Something that must never be. */
  public void wrong(String what) {
    wrong.add(what);
  }

  /** What was found wrong, which is forgotten by that. */
  public List<String> takeWrong() {
    List<String> found = List.copyOf(wrong);
    wrong.removeAll(found);
    return found;
  }
}
