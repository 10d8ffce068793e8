package io.holdfast.console.ui;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The keys of texts that the pages' sources put together, as the compiler understands them.
 *
 * @param ofConstants each key of {@link Texts#of(String, Enum)}, for all constants of the type
 * @param ofWords what is put together otherwise, with <code>{}</code> for what is not written there
 */
record ComposedKeys(Set<String> ofConstants, Set<String> ofWords) {

  private static final Pattern OF_WORDS = Pattern.compile("(\\{}|[a-z]+)(\\.(\\{}|[a-z-]+))+");
  private static final Pattern WRITTEN = Pattern.compile("[a-z]");

  /** Those in all sources below a directory. */
  static ComposedKeys in(Path root) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ComposedKeys found = new ComposedKeys(new TreeSet<>(), new TreeSet<>());
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<Path> files = SourceTexts.files(root, Pattern.compile(""));
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  _ -> {},
                  List.of("-proc:none", "-classpath", System.getProperty("java.class.path", "")),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      List<CompilationUnitTree> units = new ArrayList<>();
      task.parse().forEach(units::add);
      task.analyze();
      units.forEach(unit -> new Scanner(Trees.instance(task), found).scan(unit, null));
    }
    return found;
  }

  private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private final Trees trees;
    private final ComposedKeys found;

    Scanner(Trees trees, ComposedKeys found) {
      this.trees = trees;
      this.found = found;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree node, @Nullable Void nothing) {
      if (putsConstantIntoWords(node)) {
        constants(node);
      }
      return super.visitMethodInvocation(node, nothing);
    }

    private boolean putsConstantIntoWords(MethodInvocationTree node) {
      return trees.getElement(new TreePath(getCurrentPath(), node.getMethodSelect()))
              instanceof ExecutableElement method
          && method.getSimpleName().contentEquals("of")
          && String.valueOf(method.getEnclosingElement()).equals(Texts.class.getName())
          && !method.isVarArgs();
    }

    private void constants(MethodInvocationTree node) {
      ExpressionTree constant = node.getArguments().get(1);
      if (!(node.getArguments().getFirst() instanceof LiteralTree prefix)
          || !(trees.getTypeMirror(new TreePath(getCurrentPath(), constant))
              instanceof DeclaredType type)) {
        throw new IllegalStateException("The keys cannot be told of: " + node);
      }
      for (Element member : type.asElement().getEnclosedElements()) {
        if (member.getKind() == ElementKind.ENUM_CONSTANT) {
          String name = member.getSimpleName().toString().toLowerCase(Locale.ROOT);
          found.ofConstants().add(prefix.getValue() + "." + name);
        }
      }
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree node, @Nullable Void nothing) {
      boolean within = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.PLUS;
      String key = written(node);
      if (!within && OF_WORDS.matcher(key).matches() && WRITTEN.matcher(key).find()) {
        found.ofWords().add(key);
      }
      return super.visitBinary(node, nothing);
    }

    private static String written(ExpressionTree part) {
      if (part instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
        return written(sum.getLeftOperand()) + written(sum.getRightOperand());
      }
      return part instanceof LiteralTree literal && literal.getValue() instanceof String text
          ? text
          : "{}";
    }
  }
}
