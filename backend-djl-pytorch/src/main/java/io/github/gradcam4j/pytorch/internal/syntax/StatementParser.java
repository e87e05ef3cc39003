package io.github.gradcam4j.pytorch.internal.syntax;

import io.github.gradcam4j.pytorch.internal.syntax.Scanner.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the steps of a function: lines with the same indent, or a deeper one for what is inside. */
final class StatementParser {
    private static final int DEEPEST = 200;

    private final Scanner scanner;
    private final ExpressionParser expressions;
    private int depth;

    StatementParser(Scanner scanner, ExpressionParser expressions) {
        this.scanner = scanner;
        this.expressions = expressions;
    }

    /** Reads the lines behind a colon that are indented deeper than the line with it. */
    List<Statement> block(int outer) {
        if (++depth > DEEPEST) {
            throw scanner.wrong("a block that is less deep");
        }
        scanner.expect(":");
        scanner.lineEnd();
        int indent = scanner.indent();
        if (indent <= outer) {
            throw scanner.wrong("an indented line");
        }
        List<Statement> statements = new ArrayList<>();
        while (scanner.kind() != Kind.END && scanner.indent() == indent) {
            statements.add(statement(indent));
        }
        if (scanner.kind() != Kind.END && scanner.indent() > outer) {
            throw scanner.wrong("a line with an indent of " + indent);
        }
        depth--;
        return List.copyOf(statements);
    }

    private Statement statement(int indent) {
        if (scanner.take("if")) {
            Expression condition = expressions.expression();
            List<Statement> then = block(indent);
            boolean otherwise = scanner.kind() != Kind.END && scanner.indent() == indent && scanner.take("else");
            return new Statement.If(condition, then, otherwise ? block(indent) : List.of());
        }
        if (scanner.take("while")) {
            Expression condition = expressions.expression();
            return new Statement.While(condition, block(indent));
        }
        if (scanner.take("for")) {
            List<Expression> targets = list();
            scanner.expect("in");
            Expression elements = expressions.expression();
            return new Statement.For(targets, elements, block(indent));
        }
        if (scanner.take("with")) {
            Expression context = expressions.expression();
            return new Statement.With(context, block(indent));
        }
        Statement simple = simple();
        scanner.lineEnd();
        return simple;
    }

    private Statement simple() {
        if (scanner.take("pass")) {
            return new Statement.Pass();
        }
        if (scanner.take("return")) {
            return new Statement.Return(
                    scanner.kind() == Kind.LINE_END || scanner.kind() == Kind.END
                            ? Optional.empty()
                            : Optional.of(values()));
        }
        int start = scanner.start();
        List<Expression> targets = list();
        boolean unpacks = targets.size() > 1
                || scanner.previousEnd() > targets.get(0).span().end();
        if (scanner.take(":")) {
            TypeText.read(scanner);
        }
        if (scanner.take("=")) {
            return assign(targets, unpacks);
        }
        if (unpacks) {
            throw new SyntaxException(scanner.text(), start, "an assignment");
        }
        return new Statement.Evaluate(targets.get(0));
    }

    /** {@code a, b = x, y} gives each its own; {@code a, b, = x} unpacks. */
    private Statement assign(List<Expression> targets, boolean unpacks) {
        return new Statement.Assign(targets, unpacks, values());
    }

    private Expression values() {
        int start = scanner.start();
        List<Expression> values = list();
        return values.size() == 1
                ? values.get(0)
                : new Expression.TupleDisplay(values, new Span(start, scanner.previousEnd()));
    }

    private List<Expression> list() {
        List<Expression> expressionList = new ArrayList<>(List.of(expressions.expression()));
        while (scanner.take(",")) {
            if (scanner.is("=") || scanner.is("in") || scanner.kind() == Kind.LINE_END) {
                break;
            }
            expressionList.add(expressions.expression());
        }
        return List.copyOf(expressionList);
    }
}
