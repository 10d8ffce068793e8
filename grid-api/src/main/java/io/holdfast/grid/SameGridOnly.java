package io.holdfast.grid;

import java.io.Serializable;
import java.util.UUID;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.plugin.CachePluginContext;
import org.apache.ignite.plugin.CachePluginProvider;
import org.apache.ignite.plugin.ExtensionRegistry;
import org.apache.ignite.plugin.IgnitePlugin;
import org.apache.ignite.plugin.PluginConfiguration;
import org.apache.ignite.plugin.PluginContext;
import org.apache.ignite.plugin.PluginProvider;
import org.apache.ignite.plugin.PluginValidationException;
import org.jspecify.annotations.NullUnmarked;

/** Turns away nodes of another grid; the eldest member asks this before it lets a node in. */
@NullUnmarked // The interface takes and returns nulls at will.
final class SameGridOnly implements PluginProvider<PluginConfiguration> {

  /** By this a node that was turned away knows why. */
  static final String REFUSAL = "belongs to another Holdfast grid";

  private final GridIdentity identity;

  SameGridOnly(GridIdentity identity) {
    this.identity = identity;
  }

  @Override
  public void validateNewNode(ClusterNode node) {
    if (!identity.value().equals(node.attribute(GridIdentity.ATTRIBUTE))) {
      String message = "The joining node " + REFUSAL + ".";
      throw new PluginValidationException(message, message, node.id());
    }
  }

  @Override
  public String name() {
    return "holdfast-same-grid";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public String copyright() {
    return "";
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends IgnitePlugin> T plugin() {
    return (T) new IgnitePlugin() {};
  }

  @Override
  public void initExtensions(PluginContext context, ExtensionRegistry registry) {}

  @Override
  public <T> T createComponent(PluginContext context, Class<T> type) {
    return null;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public CachePluginProvider createCacheProvider(CachePluginContext context) {
    return null;
  }

  @Override
  public void start(PluginContext context) {}

  @Override
  public void stop(boolean cancel) {}

  @Override
  public void onIgniteStart() {}

  @Override
  public void onIgniteStop(boolean cancel) {}

  @Override
  public Serializable provideDiscoveryData(UUID nodeId) {
    return null;
  }

  @Override
  public void receiveDiscoveryData(UUID nodeId, Serializable data) {}
}
