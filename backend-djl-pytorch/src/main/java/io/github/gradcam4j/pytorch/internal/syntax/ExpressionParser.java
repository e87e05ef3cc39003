package io.github.gradcam4j.pytorch.internal.syntax;

import io.github.gradcam4j.pytorch.internal.syntax.Scanner.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads expressions. */
final class ExpressionParser {
    private static final int DEEPEST = 500;

    private final Scanner scanner;
    private int depth;

    ExpressionParser(Scanner scanner) {
        this.scanner = scanner;
    }

    Expression expression() {
        if (++depth > DEEPEST) {
            throw scanner.wrong("an expression that is less deep");
        }
        int start = scanner.start();
        Expression value = primary();
        while (true) {
            if (scanner.take(".")) {
                String name = scanner.name();
                value = new Expression.Attribute(value, name, since(start));
            } else if (scanner.is("(")) {
                value = call(value, start);
            } else if (scanner.take("[")) {
                int first = scanner.start();
                List<Expression> indices = elements("]");
                Expression index = indices.size() == 1
                        ? indices.get(0)
                        : new Expression.TupleDisplay(indices, since(first)); // the parts of a type
                value = new Expression.Subscript(value, index, since(start));
            } else {
                depth--;
                return value;
            }
        }
    }

    private Expression call(Expression function, int start) {
        scanner.expect("(");
        List<Expression> arguments = new ArrayList<>();
        Map<String, Expression> keywords = new LinkedHashMap<>();
        while (!scanner.is(")")) {
            Expression argument = expression();
            if (argument instanceof Expression.Name name && scanner.take("=")) {
                keywords.put(name.id(), expression());
            } else {
                arguments.add(argument);
            }
            if (!scanner.take(",")) {
                break;
            }
        }
        scanner.expect(")");
        return new Expression.Call(function, List.copyOf(arguments), keywords, since(start));
    }

    private Expression primary() {
        int start = scanner.start();
        if (scanner.take("(")) {
            return inParentheses(start);
        }
        if (scanner.take("[")) {
            List<Expression> elements = elements("]");
            return new Expression.ListDisplay(elements, since(start));
        }
        if (scanner.take("{")) {
            return dictionary(start);
        }
        if (scanner.take("-")) {
            return negative(start);
        }
        return switch (scanner.kind()) {
            case STRING, NUMBER -> literal(start);
            case NAME -> name(start);
            default -> throw scanner.wrong("an expression");
        };
    }

    private Expression inParentheses(int start) {
        List<Expression> elements = new ArrayList<>();
        boolean tuple = scanner.is(")");
        while (!scanner.is(")")) {
            elements.add(expression());
            if (!scanner.take(",")) {
                break;
            }
            tuple = true;
        }
        scanner.expect(")");
        return tuple
                ? new Expression.TupleDisplay(List.copyOf(elements), since(start))
                : widened(elements.get(0), since(start));
    }

    private static Expression widened(Expression inner, Span span) {
        if (inner instanceof Expression.Name name) {
            return new Expression.Name(name.id(), span);
        }
        if (inner instanceof Expression.Attribute attribute) {
            return new Expression.Attribute(attribute.of(), attribute.name(), span);
        }
        if (inner instanceof Expression.Call call) {
            return new Expression.Call(call.function(), call.arguments(), call.keywords(), span);
        }
        if (inner instanceof Expression.Subscript subscript) {
            return new Expression.Subscript(subscript.of(), subscript.index(), span);
        }
        return inner;
    }

    private List<Expression> elements(String close) {
        List<Expression> elements = new ArrayList<>();
        while (!scanner.is(close)) {
            elements.add(expression());
            if (!scanner.take(",")) {
                break;
            }
        }
        scanner.expect(close);
        return List.copyOf(elements);
    }

    private Expression dictionary(int start) {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!scanner.is("}")) {
            keys.add(expression());
            scanner.expect(":");
            values.add(expression());
            if (!scanner.take(",")) {
                break;
            }
        }
        scanner.expect("}");
        return new Expression.DictDisplay(List.copyOf(keys), List.copyOf(values), since(start));
    }

    private Expression negative(int start) {
        if (primary() instanceof Expression.Literal literal) {
            if (literal.value() instanceof Long whole) {
                return new Expression.Literal(-whole, since(start));
            }
            if (literal.value() instanceof Double number) {
                return new Expression.Literal(-number, since(start));
            }
        }
        throw scanner.wrong("a number behind the minus");
    }

    private Expression literal(int start) {
        String word = scanner.word();
        boolean string = scanner.kind() == Kind.STRING;
        Object value;
        try {
            value = string ? Escapes.decode(word) : number(word);
        } catch (NumberFormatException e) {
            throw scanner.wrong("a number");
        }
        scanner.next();
        return new Expression.Literal(value, since(start));
    }

    private static Object number(String word) {
        if (word.chars().allMatch(Character::isDigit)) {
            return word.equals("9223372036854775808") ? Long.MIN_VALUE : Long.parseLong(word);
        }
        return word.endsWith("j") ? Double.NaN : Double.parseDouble(word);
    }

    private Expression name(int start) {
        String id = scanner.name();
        @Nullable
        Object value = switch (id) {
            case "True" -> true;
            case "False" -> false;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> null;
        };
        return value != null || id.equals("None")
                ? new Expression.Literal(value, since(start))
                : new Expression.Name(id, since(start));
    }

    private Span since(int start) {
        return new Span(start, scanner.previousEnd());
    }
}
