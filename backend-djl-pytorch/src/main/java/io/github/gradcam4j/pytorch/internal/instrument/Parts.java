package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The parts of an expression. */
final class Parts {
    private Parts() {}

    /** Returns the expressions that an expression is made of, in the order of the text. */
    static List<Expression> of(Expression expression) {
        if (expression instanceof Expression.Attribute attribute) {
            return List.of(attribute.of());
        }
        if (expression instanceof Expression.Call call) {
            List<Expression> parts = new ArrayList<>(List.of(call.function()));
            parts.addAll(call.arguments());
            parts.addAll(call.keywords().values());
            return parts;
        }
        if (expression instanceof Expression.Subscript subscript) {
            return List.of(subscript.of(), subscript.index());
        }
        if (expression instanceof Expression.ListDisplay list) {
            return list.elements();
        }
        if (expression instanceof Expression.TupleDisplay tuple) {
            return tuple.elements();
        }
        if (expression instanceof Expression.DictDisplay dict) {
            List<Expression> parts = new ArrayList<>();
            for (int i = 0; i < dict.keys().size(); i++) {
                parts.add(dict.keys().get(i));
                parts.add(dict.values().get(i));
            }
            return parts;
        }
        return List.of();
    }

    /** Returns an expression's text with other texts in the places of its parts. */
    static String written(Expression expression, String source, Function<Expression, String> part) {
        StringBuilder text = new StringBuilder();
        int from = expression.span().start();
        for (Expression inside : of(expression)) {
            text.append(source, from, inside.span().start()).append(part.apply(inside));
            from = inside.span().end();
        }
        return text.append(source, from, expression.span().end()).toString();
    }
}
