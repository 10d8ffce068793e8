package io.holdfast.console.api;

import io.holdfast.console.mount.CutOffException;
import io.holdfast.console.mount.FileDownload;
import io.holdfast.console.mount.FilesService;
import io.holdfast.console.mount.Folder;
import io.holdfast.console.security.SignedIn;
import io.holdfast.grid.worker.FileReport;
import io.holdfast.grid.worker.FileSystemReport;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Single files out of backups. */
@RestController
@RequestMapping("/api/v1/backups/{id}/files")
class FilesApi {

  /** A partition, or a whole disk as number 0; what cannot be read is told all the same. */
  record FileSystemJson(int partition, String kind, boolean readable, long sizeBytes) {

    static FileSystemJson of(FileSystemReport found) {
      return new FileSystemJson(
          found.partition(), found.kind(), found.isReadable(), found.sizeBytes());
    }
  }

  /**
   * An entry of a directory.
   *
   * @param name with control characters and the like as {@code \xNN}, as paths have it too
   * @param kind directory, file, link or other
   */
  record FileJson(String name, String kind, long sizeBytes, @Nullable Instant modified) {

    static FileJson of(FileReport file) {
      return new FileJson(
          file.name(),
          file.kind().name().toLowerCase(Locale.ROOT),
          file.sizeBytes(),
          file.modified());
    }
  }

  /**
   * A part of a directory.
   *
   * @param partition whose files these are; {@code null} with no items while there are several
   * @param next the marker that the next part begins with; {@code null} on the last one
   */
  record FolderJson(
      List<FileSystemJson> fileSystems,
      @Nullable Integer partition,
      List<FileJson> items,
      int total,
      @Nullable String next) {}

  private final SignedIn signedIn;
  private final FilesService files;

  FilesApi(SignedIn signedIn, FilesService files) {
    this.signedIn = signedIn;
    this.files = files;
  }

  @GetMapping
  FolderJson list(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Integer partition,
      @RequestParam(defaultValue = "/") String path,
      @RequestParam(required = false) @Nullable String marker,
      @RequestParam(required = false) @Nullable Integer limit) {
    int skip = Page.offset(marker);
    Folder folder =
        files.list(
            signedIn.caller(), Words.id(id, "backup id"), partition, path, skip, Page.size(limit));
    int end = skip + folder.entries().size();
    return new FolderJson(
        folder.fileSystems().stream().map(FileSystemJson::of).toList(),
        folder.partition(),
        folder.entries().stream().map(FileJson::of).toList(),
        folder.total(),
        end < folder.total() && !folder.entries().isEmpty() ? String.valueOf(end) : null);
  }

  /** The bytes of one file. An answer that ends before its length was cut off. */
  @GetMapping(value = "/content", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
  void content(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Integer partition,
      @RequestParam(defaultValue = "/") String path,
      HttpServletResponse response)
      throws IOException {
    try (FileDownload file =
        files.open(signedIn.caller(), Words.id(id, "backup id"), partition, path)) {
      response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
      response.setContentLengthLong(file.sizeBytes());
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          ContentDisposition.attachment()
              .filename(file.name(), StandardCharsets.UTF_8)
              .build()
              .toString());
      response.flushBuffer();
      file.writeTo(response.getOutputStream());
    } catch (CutOffException e) {
      // All that can still be said is that the answer is not whole.
      throw new CloseNowException(e.getMessage(), e);
    }
  }
}
