package io.holdfast.console.testing;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one {@link Site} that all of them share; it ends with the last of them. What a test
 * leaves unfinished is cancelled, so that the next one's worker gets none of it.
 */
public final class Shared implements ParameterResolver, AfterEachCallback {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Site.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context)
        .computeIfAbsent(Site.class, _ -> new Site(RunningConsole.start()), Site.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Site site = store(context).get(Site.class, Site.class);
    if (site != null) {
      site.cancelTasks();
    }
  }

  private static Store store(ExtensionContext context) {
    return context.getRoot().getStore(Namespace.GLOBAL);
  }
}
