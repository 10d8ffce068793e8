package io.holdfast.console.notification;

import io.holdfast.schema.notification.Channel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts JSON. With a secret it is signed: {@code Holdfast-Signature: sha256=} and the HMAC-SHA-256
 * of the body in hexadecimal. Redirections are not followed.
 */
final class WebHookCourier implements Courier {

  static final String ID = "Holdfast-Message";
  static final String SIGNATURE = "Holdfast-Signature";
  private static final String HMAC = "HmacSHA256";

  @Override
  public String deliver(Channel channel, Message message, Duration deadline) {
    URI address = URI.create(channel.option("url"));
    byte[] body = MessageJson.of(message);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(deadline)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Holdfast")
            .header(ID, message.id().toString())
            .POST(BodyPublishers.ofByteArray(body));
    String secret = channel.secret();
    if (secret != null) {
      request.header(SIGNATURE, "sha256=" + signature(secret, body));
    }
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(deadline)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    try {
      HttpResponse<Void> answer = client.send(request.build(), BodyHandlers.discarding());
      if (answer.statusCode() / 100 != 2) {
        throw new UndeliveredException(
            "The web hook at %s did not take it: it answered %d."
                .formatted(address.getHost(), answer.statusCode()));
      }
      return "The web hook at %s took the message (%d)."
          .formatted(address.getHost(), answer.statusCode());
    } catch (IOException e) {
      throw new UndeliveredException(
          "The web hook at %s did not take it: %s"
              .formatted(address.getHost(), Failures.words(e, String.valueOf(e.getMessage()))),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UndeliveredException("The sending was stopped.", e);
    } finally {
      client.shutdownNow();
    }
  }

  static String signature(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
