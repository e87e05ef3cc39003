package io.github.gradcam4j.pytorch.internal.syntax;

import io.github.gradcam4j.pytorch.internal.syntax.Scanner.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a file of types and functions. */
final class SourceParser {
    private final String text;
    private final Scanner scanner;
    private final ExpressionParser expressions;
    private final StatementParser statements;

    SourceParser(String text) {
        this.text = text;
        this.scanner = new Scanner(text);
        this.expressions = new ExpressionParser(scanner);
        this.statements = new StatementParser(scanner, expressions);
    }

    Source parse() {
        Map<String, Type> types = new LinkedHashMap<>();
        Map<String, Function> functions = new LinkedHashMap<>();
        while (scanner.kind() != Kind.END) {
            if (scanner.take("class")) {
                Type type = type();
                types.put(type.name(), type);
            } else if (scanner.take("def")) {
                Function function = function(0);
                functions.put(function.name(), function);
            } else if (scanner.is("op_version_set")) { // the head of old files
                scanner.next();
                scanner.expect("=");
                scanner.next();
                scanner.lineEnd();
            } else {
                throw scanner.wrong("a class or a function");
            }
        }
        return new Source(text, types, functions);
    }

    private Type type() {
        String name = scanner.name();
        String base = "";
        if (scanner.take("(")) {
            base = scanner.is(")") ? "" : scanner.name();
            scanner.expect(")");
        }
        scanner.expect(":");
        scanner.lineEnd();
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<String, Expression> constants = new LinkedHashMap<>();
        Map<String, Function> methods = new LinkedHashMap<>();
        int end = scanner.start();
        while (scanner.kind() != Kind.END && scanner.indent() > 0) {
            int indent = scanner.indent();
            if (scanner.take("def")) {
                Function method = function(indent);
                methods.put(method.name(), method);
            } else {
                attribute(attributes, constants, base.equals("Enum"));
            }
            end = scanner.kind() == Kind.END ? text.length() : scanner.start() - scanner.indent();
        }
        return new Type(name, base, attributes, constants, methods, end);
    }

    private void attribute(Map<String, String> attributes, Map<String, Expression> constants, boolean members) {
        if (scanner.take("pass")) {
            scanner.lineEnd();
            return;
        }
        String name = scanner.name();
        boolean declares = scanner.take(":");
        if (!declares && name.equals("__annotations__") && scanner.is("[")) {
            // a name that is no identifier: __annotations__["0"] = Type
            scanner.expect("[");
            name = Escapes.decode(scanner.word());
            scanner.next();
            scanner.expect("]");
            scanner.expect("=");
            declares = true;
        }
        if (declares) {
            attributes.put(name, TypeText.read(scanner));
        }
        if (scanner.take("=")) {
            Expression value = expressions.expression();
            if (declares || members) {
                constants.put(name, value);
            }
        }
        scanner.lineEnd();
    }

    private Function function(int indent) {
        String name = scanner.name();
        scanner.expect("(");
        List<Function.Parameter> parameters = new ArrayList<>();
        while (!scanner.is(")")) {
            if (scanner.take("*")) { // what follows is given by name
                scanner.expect(",");
                continue;
            }
            int start = scanner.start();
            String parameter = scanner.name();
            String type = scanner.take(":") ? TypeText.read(scanner) : "Tensor";
            Optional<Expression> fallback =
                    scanner.take("=") ? Optional.of(expressions.expression()) : Optional.empty();
            parameters.add(new Function.Parameter(parameter, type, fallback, new Span(start, scanner.previousEnd())));
            if (!scanner.take(",")) {
                break;
            }
        }
        scanner.expect(")");
        String returns = scanner.take("->") ? TypeText.read(scanner) : "NoneType";
        int start = text.indexOf('\n', scanner.start()) + 1;
        if (scanner.kind() == Kind.LINE_END) { // an interface declares without a body
            scanner.lineEnd();
            return new Function(name, List.copyOf(parameters), returns, List.of(), new Span(start, start));
        }
        List<Statement> body = statements.block(indent);
        int end = scanner.kind() == Kind.END ? text.length() : scanner.start() - scanner.indent();
        return new Function(name, List.copyOf(parameters), returns, body, new Span(start, end));
    }
}
