package io.holdfast.console.notification;

import io.holdfast.schema.notification.Trouble;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A message as web hooks get it. */
final class MessageJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private MessageJson() {}

  static byte[] of(Message message) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", message.id().toString());
    body.put("sentAt", message.at().toString());
    body.put("test", message.isTest());
    body.put("subject", MessageText.subject(message));
    body.put("text", MessageText.body(message));
    body.put("total", message.total());
    body.put("troubles", message.troubles().stream().map(MessageJson::trouble).toList());
    return JSON.writeValueAsBytes(body);
  }

  private static Map<String, Object> trouble(Trouble trouble) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", trouble.id().toString());
    body.put("kind", trouble.kind().value());
    body.put("text", MessageText.sentence(trouble));
    body.put("subjectKind", trouble.subjectKind());
    body.put("subjectId", trouble.subjectId());
    body.put("subjectName", trouble.subjectName());
    body.put("detail", trouble.detail());
    body.put("beganAt", trouble.beganAt().toString());
    body.put("endedAt", trouble.endedAt() == null ? null : trouble.endedAt().toString());
    return body;
  }
}
