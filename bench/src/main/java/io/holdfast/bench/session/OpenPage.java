package io.holdfast.bench.session;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One person with one page open, as far as the server can tell: signed in, the view made, push
 * connected. Draws nothing, and asks for nothing after that.
 */
final class OpenPage implements AutoCloseable {

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" content=\"([^\"]+)\"");

  /** Where a browser says what it is; the server wants it, and takes anything. */
  private static final String BROWSER =
      "&v-sh=900&v-sw=1440&v-wh=900&v-ww=1440&v-bh=900&v-bw=1440&v-tzo=0&v-dstd=0&v-rtzo=0"
          + "&v-dston=false&v-tzid=UTC&v-wn=bench&v-td=false&v-pr=1";

  private final URI console;
  private final HttpClient client;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final AtomicReference<CompletableFuture<Long>> told =
      new AtomicReference<>(new CompletableFuture<>());
  private @Nullable WebSocket push;

  private OpenPage(URI console, HttpClient client) {
    this.console = console;
    this.client = client;
  }

  /**
   * Signs in and opens a view.
   *
   * @param path of the view, for instance {@code backups}
   * @param client shared by all pages, without cookies of its own
   */
  static OpenPage of(URI console, String name, String password, String path, HttpClient client)
      throws IOException, InterruptedException {
    OpenPage page = new OpenPage(console, client);
    page.signIn(name, password);
    page.open(path);
    return page;
  }

  private void signIn(String name, String password) throws IOException, InterruptedException {
    Matcher token = TOKEN.matcher(send(HttpRequest.newBuilder(console.resolve("/login"))).body());
    if (!token.find()) {
      throw new IOException("the page to sign in has no token");
    }
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(console.resolve("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "_csrf=%s&username=%s&password=%s"
                            .formatted(
                                encoded(token.group(1)), encoded(name), encoded(password)))));
    String next = answer.headers().firstValue("Location").orElse("");
    if (answer.statusCode() != 302 || next.contains("error")) {
      throw new IOException("could not sign in: %d %s".formatted(answer.statusCode(), next));
    }
  }

  private void open(String path) throws IOException, InterruptedException {
    JsonNode first =
        JsonMapper.shared()
            .readTree(
                send(HttpRequest.newBuilder(
                        console.resolve("/?v-r=init&location=" + path + "&query=" + BROWSER)))
                    .body())
            .path("appConfig");
    JsonNode start = first.path("uidl");
    String ui = first.path("v-uiId").asString("");
    connect(ui, start.path("Vaadin-Push-ID").asString(""));
    String answer =
        send(HttpRequest.newBuilder(console.resolve("/?v-r=uidl&v-uiId=" + ui))
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(
                    BodyPublishers.ofString(
                        JsonMapper.shared()
                            .writeValueAsString(
                                Map.of(
                                    "csrfToken",
                                    start.path("Vaadin-Security-Key").asString(""),
                                    "rpc",
                                    new Object[] {
                                      Map.of(
                                          "type",
                                          "event",
                                          "node",
                                          1,
                                          "event",
                                          "ui-navigate",
                                          "data",
                                          Map.of(
                                              "route", "/" + path,
                                              "query", "",
                                              "appShellTitle", "Holdfast",
                                              "historyState", Map.of("idx", 0),
                                              "trigger", ""))
                                    },
                                    "syncId",
                                    start.path("syncId").asInt(0),
                                    "clientId",
                                    start.path("clientId").asInt(0))))))
            .body();
    if (!answer.contains("\"changes\"")) {
      throw new IOException("/%s was not made: %s".formatted(path, answer));
    }
  }

  private void connect(String ui, String id) throws IOException, InterruptedException {
    URI address =
        URI.create(
            console.resolve("/VAADIN/push").toString().replaceFirst("^http", "ws")
                + "?v-r=push&v-uiId="
                + ui
                + "&v-pushId="
                + id
                + "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=4.0.1"
                + "&X-Atmosphere-Transport=websocket&X-Atmosphere-TrackMessageSize=true"
                + "&Content-Type=application/json;%20charset=UTF-8&X-atmo-protocol=true"
                + "&X-Vaadin-LastSeenServerSyncId=0");
    try {
      push =
          client
              .newWebSocketBuilder()
              .header("Cookie", cookies())
              .buildAsync(address, new Listening())
              .get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("push did not connect: " + e, e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (!cookies.isEmpty()) {
      request.header("Cookie", cookies());
    }
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      String pair = cookie.substring(0, (cookie + ";").indexOf(';'));
      cookies.put(pair.substring(0, pair.indexOf('=')), pair);
    }
    if (answer.statusCode() >= 400) {
      throw new IOException("%s was answered with %d".formatted(answer.uri(), answer.statusCode()));
    }
    return answer;
  }

  private String cookies() {
    return String.join("; ", cookies.values());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** {@link System#nanoTime} of the first thing that the page is told from now on. */
  CompletableFuture<Long> nextTold() {
    CompletableFuture<Long> next = new CompletableFuture<>();
    told.set(next);
    return next;
  }

  @Override
  public void close() {
    if (push != null) {
      push.abort();
    }
  }

  private final class Listening implements WebSocket.Listener {

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      // What carries changes; the protocol's own messages do not.
      if (text.toString().contains("\"syncId\"")) {
        told.get().complete(System.nanoTime());
      }
      socket.request(1);
      return null;
    }
  }
}
