package io.holdfast.console.ui;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The texts in Java sources that people may come to read: literals of more than one word, what is
 * put together of them, and formats. Found by the compiler's parser, without knowing any types.
 */
final class SourceTexts {

  /**
   * One text.
   *
   * @param place file and line
   * @param template the text with {@code {0}}, {@code {1}}, … where values come
   */
  record SourceText(String place, String template) {}

  private static final Pattern WORDS = Pattern.compile("[A-Za-z'}]+,? [a-z]+");
  private static final Pattern FORMAT = Pattern.compile("%[sd]");

  /** What is passed to these is for the database, for logs or for nobody. */
  private static final Set<String> UNREAD_CALLS =
      Set.of("requireNonNull", "field", "condition", "execute", "contains", "ended");

  /** These tell of mistakes in the code itself, or end the process before it is at work. */
  private static final Set<String> UNREAD_EXCEPTIONS =
      Set.of("IllegalArgumentException", "IllegalStateException", "StartException");

  private SourceTexts() {}

  /** The texts in files. */
  static List<SourceText> in(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<SourceText> found = new ArrayList<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Scanner(unit, positions, found).scan(unit, null);
      }
    }
    return found;
  }

  /** The sources below a directory that have one of some words in them. */
  static List<Path> files(Path root, Pattern words) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).sorted().toList()) {
        if (words.matcher(Files.readString(file)).find()) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<SourceText> found;

    Scanner(CompilationUnitTree unit, SourcePositions positions, List<SourceText> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree node, @Nullable Void nothing) {
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree node, @Nullable Void nothing) {
      return node.getName().contentEquals("toString") ? null : super.visitMethod(node, nothing);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree node, @Nullable Void nothing) {
      return UNREAD_EXCEPTIONS.contains(node.getIdentifier().toString())
          ? null
          : super.visitNewClass(node, nothing);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void nothing) {
      ExpressionTree method = node.getMethodSelect();
      if (method.toString().startsWith("log.")) {
        return null;
      }
      String name =
          method instanceof MemberSelectTree of ? of.getIdentifier().toString() : method.toString();
      if (name.equals("notFound") && node.getArguments().getFirst() instanceof LiteralTree kind) {
        add(kind, List.of("There is no " + kind.getValue() + " '%s'."));
      }
      return UNREAD_CALLS.contains(name)
          ? scan(method, nothing)
          : super.visitMethodInvocation(node, nothing);
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree node, @Nullable Void nothing) {
      if (node.getValue() instanceof String text) {
        add(node, List.of(text));
      }
      return null;
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree node, @Nullable Void nothing) {
      List<ExpressionTree> parts = new ArrayList<>();
      flatten(node, parts);
      if (parts.stream().noneMatch(Scanner::isText)) {
        return super.visitBinary(node, nothing);
      }
      List<String> texts = new ArrayList<>();
      for (ExpressionTree part : parts) {
        if (isText(part)) {
          texts.add((String) ((LiteralTree) part).getValue());
        } else {
          texts.add("%s");
          scan(part, nothing);
        }
      }
      add(node, texts);
      return null;
    }

    private static boolean isText(ExpressionTree part) {
      return part instanceof LiteralTree literal && literal.getValue() instanceof String;
    }

    private static void flatten(ExpressionTree node, List<ExpressionTree> parts) {
      switch (node) {
        case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS -> {
          flatten(sum.getLeftOperand(), parts);
          flatten(sum.getRightOperand(), parts);
        }
        case ParenthesizedTree inner -> flatten(inner.getExpression(), parts);
        default -> parts.add(node);
      }
    }

    private void add(Tree tree, List<String> parts) {
      int[] places = new int[1];
      String text =
          FORMAT
              .matcher(String.join("", parts))
              .replaceAll(format -> "{" + places[0]++ + "}")
              .replace("%%", "%");
      // A text of several lines is a statement; and then there is markup.
      if (WORDS.matcher(text).find() && !text.contains("\n") && !text.startsWith("<")) {
        long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
        found.add(new SourceText(unit.getSourceFile().getName() + ":" + line, text));
      }
    }
  }
}
