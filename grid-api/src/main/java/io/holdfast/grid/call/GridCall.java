package io.holdfast.grid.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ignite.Ignite;
import org.apache.ignite.compute.ComputeJobContext;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.apache.ignite.resources.JobContextResource;
import org.jspecify.annotations.Nullable;

/**
 * The one thing that Ignite executes: a request by contract, method name and arguments. It takes
 * one of Ignite's threads only to start a virtual thread, which does the work and then has the job
 * continued for its reply; so a request that takes an hour blocks nobody else's.
 */
public final class GridCall implements IgniteCallable<@Nullable GridReply> {

  private static final long serialVersionUID = 1L;
  private static final String OFFERS = "holdfast.offers";

  /** A call may overtake the moment in which a node that just joined says what it offers. */
  private static final int OFFERS_WITHIN_SECONDS = 10;

  private final String contract;
  private final String request;
  private final @Nullable Object[] arguments;

  @IgniteInstanceResource private transient @Nullable Ignite ignite;
  @JobContextResource private transient @Nullable ComputeJobContext job;
  private transient volatile @Nullable GridReply reply;

  GridCall(String contract, String request, @Nullable Object[] arguments) {
    this.contract = contract;
    this.request = request;
    this.arguments = arguments;
  }

  /** Says what a node answers, once it has started. */
  public static void offer(Ignite node, GridOffers offers) {
    offersOf(node).complete(offers);
  }

  @Override
  public @Nullable GridReply call() {
    Ignite node = ignite;
    ComputeJobContext context = job;
    if (reply != null || node == null || context == null) {
      return reply;
    }
    // Held before the thread starts: a reply that came first would find nothing to continue.
    context.holdcc();
    Thread.ofVirtual()
        .name("grid-call-" + request)
        .start(() -> {
          reply = answer(node);
          context.callcc();
        });
    return null;
  }

  private GridReply answer(Ignite node) {
    try {
      return offersOf(node)
          .get(OFFERS_WITHIN_SECONDS, TimeUnit.SECONDS)
          .answer(contract, request, arguments);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return GridReply.failure(FailureKind.UNREACHABLE, "The process is ending.");
    } catch (ExecutionException | TimeoutException e) {
      return GridReply.failure(FailureKind.UNREACHABLE, "The process is still starting.");
    }
  }

  private static CompletableFuture<GridOffers> offersOf(Ignite node) {
    ConcurrentMap<String, CompletableFuture<GridOffers>> map = node.cluster().nodeLocalMap();
    return map.computeIfAbsent(OFFERS, _ -> new CompletableFuture<>());
  }

  @Override
  public String toString() {
    return contract + "." + request;
  }
}
