package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code freehold fleet} against a plane that says always the same. */
class FleetCommandTest {
  private static final String COMMIT = "0123456789012345678901234567890123456789";
  private static final Map<String, String> ANSWERS =
      Map.of(
          "/api/v1/clusters",
          "{'items':[{'name':'prod-eu','state':'stale','ageSeconds':400,'lastReportAt':'x'}]}",
          "/api/v1/search?q=shop",
          "{'clusters':[],'applications':[{'cluster':'prod-eu','namespace':'apps','name':'shop',"
              + "'sync':'Synced','health':'Healthy'}],'commits':[]}",
          "/api/v1/search?q=0123",
          "{'commits':[{'revision':'" + COMMIT + "'}]}",
          "/api/v1/search?q=99",
          "{'commits':[{'revision':'991'},{'revision':'992'}]}",
          "/api/v1/commits/" + COMMIT,
          "{'items':[{'cluster':'prod-eu','state':'failed','applications':0,'seconds':7,"
              + "'message':'boom'},{'cluster':'prod-us','state':'waiting'}]}",
          "/api/v1/history?limit=2&cluster=prod-eu",
          "{'items':[{'at':'2','cluster':'prod-eu','kind':'drift','message':'reverted'},"
              + "{'at':'1','cluster':'prod-eu','namespace':'apps','name':'shop','kind':'sync'}]}");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer plane;
  private volatile String authorization = "";

  @BeforeEach
  void start() throws IOException {
    plane = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    plane.createContext(
        "/",
        exchange -> {
          authorization =
              Objects.requireNonNullElse(
                  exchange.getRequestHeaders().getFirst("Authorization"), "");
          String answer = ANSWERS.get(exchange.getRequestURI().toString());
          byte[] body =
              (answer == null ? "{'detail':'No cluster has it.'}" : answer)
                  .replace('\'', '"')
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    plane.start();
  }

  @AfterEach
  void stop() {
    plane.stop(0);
  }

  @Test
  void the_fleet_and_what_a_text_fits_are_shown() {
    assertThat(run("fleet", "get")).isZero();
    assertThat(out.toString()).contains("prod-eu   stale   400s ago");
    assertThat(run("fleet", "get", "shop")).isZero();
    assertThat(out.toString()).contains("application   prod-eu   apps/shop   Synced, Healthy");
  }

  @Test
  void a_token_is_sent_to_this_machine_and_never_plainly_to_another() {
    assertThat(run("fleet", "get", "--token", "fh_mine")).isZero();
    assertThat(authorization).isEqualTo("Bearer fh_mine");
    assertThat(run("fleet", "get")).isZero();
    assertThat(authorization).isEmpty();
    var line = Main.commandLine();
    line.setErr(new PrintWriter(err));
    assertThat(
            line.execute("fleet", "get", "--plane", "http://plane.example", "--token", "fh_mine"))
        .isNotZero();
    assertThat(err.toString()).contains("only sent by https");
  }

  @Test
  void a_commit_is_found_by_its_beginning() {
    assertThat(run("fleet", "commit", "0123")).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("prod-eu +failed +0 +7s +boom"))
        .anyMatch(line -> line.startsWith("prod-us   waiting"));
    assertThat(run("fleet", "commit", "99")).isEqualTo(2);
    assertThat(err.toString()).contains("several commits begin with 99");
  }

  @Test
  void what_the_plane_objects_to_is_one_line() {
    assertThat(run("fleet", "commit", "f".repeat(40))).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("HTTP 404").contains("No cluster has it.");
  }

  @Test
  void events_come_oldest_first() {
    assertThat(run("fleet", "events", "--cluster", "prod-eu", "--limit", "2")).isZero();
    assertThat(out.toString().lines().skip(1).toList().getFirst()).contains("apps/shop");
    assertThat(out.toString()).contains("reverted");
  }

  private int run(String... args) {
    CommandLine line = Main.commandLine();
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--plane";
    all[args.length + 1] = "http://127.0.0.1:" + plane.getAddress().getPort();
    return line.execute(all);
  }
}
