package io.github.gradcam4j.pytorch.internal.syntax;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part of a statement that has a value. Parentheses around one belong to its span. */
public sealed interface Expression {
    /** Returns its place in the text. */
    Span span();

    /** A variable, or the first part of a qualified name. */
    record Name(String id, Span span) implements Expression {}

    /** An attribute of an object, or the next part of a qualified name. */
    record Attribute(Expression of, String name, Span span) implements Expression {}

    /** A call of a function, a method or a type. */
    record Call(Expression function, List<Expression> arguments, Map<String, Expression> keywords, Span span)
            implements Expression {
        /** Returns the qualified name of what is called; empty for a method of a value. */
        public Optional<String> name() {
            return qualified(function);
        }
    }

    /** An element of a list, tuple, dictionary or string. */
    record Subscript(Expression of, Expression index, Span span) implements Expression {}

    /** A list. */
    record ListDisplay(List<Expression> elements, Span span) implements Expression {}

    /** A tuple. */
    record TupleDisplay(List<Expression> elements, Span span) implements Expression {}

    /** A dictionary. */
    record DictDisplay(List<Expression> keys, List<Expression> values, Span span) implements Expression {}

    /** A Long, Double, String or Boolean; null for None. */
    record Literal(@Nullable Object value, Span span) implements Expression {}

    /** Tells whether an expression is a constant of some value; null for None. */
    static boolean isLiteral(Expression expression, @Nullable Object value) {
        return expression instanceof Literal literal && Objects.equals(literal.value(), value);
    }

    /** Returns names joined by dots, for a name and attributes of nothing else. */
    static Optional<String> qualified(Expression expression) {
        if (expression instanceof Name name) {
            return Optional.of(name.id());
        }
        return expression instanceof Attribute attribute
                ? qualified(attribute.of()).map(before -> before + "." + attribute.name())
                : Optional.empty();
    }
}
