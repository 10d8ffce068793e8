package io.holdfast.console.notification;

import io.holdfast.schema.notification.Channel;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Objects;
import java.util.Properties;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Sends plain mails by SMTP. */
final class MailCourier implements Courier {

  /** How the connection to the mail server is secured. */
  static final String SECURITY_NONE = "none";

  /** TLS from the first byte. */
  static final String SECURITY_TLS = "tls";

  /** Begins in clear and refuses to go on so. */
  static final String SECURITY_STARTTLS = "starttls";

  @Override
  public String deliver(Channel channel, Message message, Duration deadline) {
    JavaMailSenderImpl server = server(channel, deadline);
    String where = channel.option("host") + ":" + channel.option("port");
    try {
      MimeMessage mail = server.createMimeMessage();
      Address[] to = InternetAddress.parse(channel.option("to"));
      mail.setFrom(new InternetAddress(channel.option("from")));
      mail.setRecipients(MimeMessage.RecipientType.TO, to);
      mail.setSubject(MessageText.subject(message), "UTF-8");
      mail.setText(MessageText.body(message), "UTF-8");
      mail.setSentDate(Date.from(message.at()));
      mail.setHeader("Message-ID", "<%s@holdfast>".formatted(message.id()));
      mail.setHeader("Auto-Submitted", "auto-generated");
      server.send(mail);
      return "The mail server %s took the message for %s.".formatted(where, channel.option("to"));
    } catch (MessagingException | MailException e) {
      throw new UndeliveredException(
          "The mail server %s did not take it: %s".formatted(where, reason(e)), e);
    }
  }

  private static JavaMailSenderImpl server(Channel channel, Duration deadline) {
    JavaMailSenderImpl server = new JavaMailSenderImpl();
    String security = channel.option("security");
    server.setHost(channel.option("host"));
    server.setPort(Integer.parseInt(channel.option("port")));
    server.setDefaultEncoding(StandardCharsets.UTF_8.name());
    Properties properties = server.getJavaMailProperties();
    String millis = Long.toString(deadline.toMillis());
    properties.setProperty("mail.smtp.connectiontimeout", millis);
    properties.setProperty("mail.smtp.timeout", millis);
    properties.setProperty("mail.smtp.writetimeout", millis);
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    boolean tls = security.equals(SECURITY_TLS);
    boolean startTls = security.equals(SECURITY_STARTTLS);
    properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(tls));
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    if (!channel.option("user").isEmpty()) {
      properties.setProperty("mail.smtp.auth", "true");
      server.setUsername(channel.option("user"));
      server.setPassword(channel.secret());
    }
    return server;
  }

  /** What the mail server or the network said, from the failure that is nearest to it. */
  private static String reason(Exception failure) {
    Throwable nearest = failure;
    while (true) {
      Throwable next =
          nearest instanceof MailSendException sending && sending.getMessageExceptions().length > 0
              ? sending.getMessageExceptions()[0]
              : nearest.getCause();
      if (nearest instanceof SendFailedException && next == null) {
        next = ((SendFailedException) nearest).getNextException();
      }
      if (next == null || nearest instanceof AuthenticationFailedException) {
        break;
      }
      nearest = next;
    }
    if (nearest instanceof AuthenticationFailedException) {
      return "it refused the user or the password.";
    }
    String words = Objects.requireNonNullElse(nearest.getMessage(), nearest.toString()).strip();
    return Failures.words(nearest, words.lines().findFirst().orElse(words));
  }
}
