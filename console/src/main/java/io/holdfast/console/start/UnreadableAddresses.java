package io.holdfast.console.start;

import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * A browser with an address that the web server itself cannot read, such as {@code /backups/%00},
 * gets the console's own page for addresses that lead nowhere, instead of the server's.
 */
@Component
class UnreadableAddresses
    implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  static final String LEADS_NOWHERE = "/unreadable-address";

  @Override
  public void customize(ConfigurableTomcatWebServerFactory server) {
    server.addContextCustomizers(context -> {
      if (context.getParent() instanceof StandardHost host) {
        host.setErrorReportValveClass(Report.class.getName());
      }
    });
  }

  /** Made by the web server, by its name. */
  public static final class Report extends ErrorReportValve {

    /** The address cannot be repeated, as it cannot be read. */
    private static final String PROBLEM =
        """
        {"type":"about:blank","title":"The request is not valid","status":400,\
        "detail":"This address cannot be read.","instance":"about:blank",\
        "code":"address-unreadable",\
        "next":"Leave out //, ; and what is written with % in it."}\
        """;

    public Report() {
      setShowReport(false);
      setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, Throwable failure) {
      if (response.getStatus() != Response.SC_BAD_REQUEST || response.getContentWritten() > 0) {
        super.report(request, response, failure);
      } else if (response.setErrorReported()) {
        if (accepts(request, "text/html")) {
          response.setStatus(Response.SC_FOUND);
          response.setHeader("Location", LEADS_NOWHERE);
        } else {
          tell(response);
        }
      }
    }

    private static void tell(Response response) {
      try {
        response.setContentType("application/problem+json");
        Writer writer = response.getReporter();
        if (writer != null) {
          writer.write(PROBLEM);
          response.finishResponse();
        }
      } catch (IOException e) {
        // Nobody waits for the answer any more.
        response.setSuspended(true);
      }
    }

    private static boolean accepts(Request request, String type) {
      String accepted = request.getHeader("Accept");
      return accepted != null && accepted.contains(type);
    }
  }
}
