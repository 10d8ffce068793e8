package io.holdfast.cli.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers like a console: what a test told it to, and writes down what it was asked. */
public final class FakeConsole implements AutoCloseable {

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new HashMap<>();
  private final List<String> requests = new ArrayList<>();

  public FakeConsole() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers a request like {@code GET /volumes}; the last answer given is repeated. */
  public FakeConsole on(String request, int status, String body) {
    synchronized (answers) {
      answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Answer(status, body));
    }
    return this;
  }

  /** What was asked: method, path, parameters, then the body after a blank. */
  public List<String> requests() {
    synchronized (answers) {
      return List.copyOf(requests);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().replaceFirst("^/api/v1", "");
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Answer answer = next(exchange.getRequestMethod() + " " + path);
      synchronized (answers) {
        requests.add(
            "%s %s %s %s"
                .formatted(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    body)
                .strip());
      }
      Answer sent =
          answer == null
              ? new Answer(404, "{\"detail\": \"No such thing: " + path + "\"}")
              : answer;
      byte[] bytes = sent.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(sent.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private @Nullable Answer next(String request) {
    synchronized (answers) {
      Deque<Answer> queue = answers.get(request);
      if (queue == null) {
        return null;
      }
      return queue.size() > 1 ? queue.poll() : queue.peek();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
