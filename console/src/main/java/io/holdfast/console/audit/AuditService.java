package io.holdfast.console.audit;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditEntry;
import io.holdfast.schema.audit.AuditFilter;
import io.holdfast.schema.audit.AuditLog;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;

/** Who did what; for a member, in the own project. */
@Service
public class AuditService {

  private final AuditLog audit;

  AuditService(DSLContext database) {
    this.audit = new AuditLog(database);
  }

  /** Entries, the newest first. */
  public List<AuditEntry> list(Caller caller, AuditFilter filter, Slice slice) {
    return audit.list(scoped(caller, filter), slice);
  }

  public int count(Caller caller, AuditFilter filter) {
    return audit.count(scoped(caller, filter));
  }

  public AuditEntry get(Caller caller, long id) {
    return audit
        .find(id)
        .filter(entry -> caller.sees(entry.projectId()))
        .orElseThrow(() -> Refusal.notFound("entry", id));
  }

  private static AuditFilter scoped(Caller caller, AuditFilter filter) {
    UUID only = caller.onlyProject();
    return only == null ? filter : filter.inProject(only);
  }
}
