package io.holdfast.console.api;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What the API's description says besides what its classes show. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

  private static final String TOKEN = "token";
  private static final String PASSWORD = "password";
  private static final String PROBLEM = "Problem";

  /**
   * The description under the name that people look for; springdoc adds its own suffix for YAML.
   */
  @Controller
  static class Address {

    @GetMapping("/api/v1/openapi.json")
    String json() {
      return "forward:/api/v1/openapi";
    }
  }

  @Bean
  OpenApiCustomizer describeApi() {
    return api -> {
      api.info(
          new Info()
              .title("Holdfast")
              .version("1")
              .description(
                  "Backs up block volumes. Lists come in pages: send a page's `next` as `marker` to"
                      + " get the one after it. What takes time answers 202 with a task to"
                      + " follow."));
      api.servers(null);
      api.getComponents()
          .addSecuritySchemes(
              TOKEN, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"))
          .addSecuritySchemes(
              PASSWORD,
              new SecurityScheme()
                  .type(SecurityScheme.Type.HTTP)
                  .scheme("basic")
                  .description("Only for POST /api/v1/tokens."))
          .addSchemas(PROBLEM, problem());
      api.addSecurityItem(new SecurityRequirement().addList(TOKEN));
      describePaths(api);
    };
  }

  private static void describePaths(OpenAPI api) {
    ApiResponse failure =
        new ApiResponse()
            .description("A refusal: what is wrong, and what to do.")
            .content(
                new Content()
                    .addMediaType(
                        MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                        new io.swagger.v3.oas.models.media.MediaType()
                            .schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
    api.getPaths()
        .forEach((path, item) ->
            item.readOperations()
                .forEach(operation -> operation.getResponses().addApiResponse("default", failure)));
    PathItem tokens = api.getPaths().get("/api/v1/tokens");
    if (tokens != null) {
      tokens
          .getPost()
          .addSecurityItem(new SecurityRequirement().addList(TOKEN))
          .addSecurityItem(new SecurityRequirement().addList(PASSWORD));
    }
  }

  private static Schema<?> problem() {
    return new ObjectSchema()
        .description("RFC 9457, with a code for programs and a next step for people.")
        .addProperty("type", new StringSchema())
        .addProperty("title", new StringSchema())
        .addProperty("status", new IntegerSchema())
        .addProperty("detail", new StringSchema())
        .addProperty("instance", new StringSchema())
        .addProperty("code", new StringSchema())
        .addProperty("next", new StringSchema());
  }
}
