package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Visits everything in a method, in the order of the text. */
final class Walk {
    private Walk() {}

    static void statements(List<Statement> statements, Consumer<Statement> visitor) {
        for (Statement statement : statements) {
            visitor.accept(statement);
            if (statement instanceof Statement.If branch) {
                statements(branch.then(), visitor);
                statements(branch.otherwise(), visitor);
            } else if (statement instanceof Statement.While loop) {
                statements(loop.body(), visitor);
            } else if (statement instanceof Statement.For loop) {
                statements(loop.body(), visitor);
            } else if (statement instanceof Statement.With with) {
                statements(with.body(), visitor);
            }
        }
    }

    static void expressions(List<Statement> statements, Consumer<Expression> visitor) {
        statements(statements, statement -> {
            if (statement instanceof Statement.Assign assign) {
                expression(assign.value(), visitor);
            } else if (statement instanceof Statement.Evaluate evaluate) {
                expression(evaluate.value(), visitor);
            } else if (statement instanceof Statement.If branch) {
                expression(branch.condition(), visitor);
            } else if (statement instanceof Statement.While loop) {
                expression(loop.condition(), visitor);
            } else if (statement instanceof Statement.For loop) {
                expression(loop.elements(), visitor);
            } else if (statement instanceof Statement.With with) {
                expression(with.context(), visitor);
            } else if (statement instanceof Statement.Return end) {
                end.value().ifPresent(value -> expression(value, visitor));
            }
        });
    }

    private static void expression(Expression expression, Consumer<Expression> visitor) {
        visitor.accept(expression);
        if (expression instanceof Expression.Attribute attribute) {
            expression(attribute.of(), visitor);
        } else if (expression instanceof Expression.Call call) {
            expression(call.function(), visitor);
            call.arguments().forEach(argument -> expression(argument, visitor));
            call.keywords().values().forEach(argument -> expression(argument, visitor));
        } else if (expression instanceof Expression.Subscript subscript) {
            expression(subscript.of(), visitor);
            expression(subscript.index(), visitor);
        } else if (expression instanceof Expression.ListDisplay list) {
            list.elements().forEach(element -> expression(element, visitor));
        } else if (expression instanceof Expression.TupleDisplay tuple) {
            tuple.elements().forEach(element -> expression(element, visitor));
        } else if (expression instanceof Expression.DictDisplay dict) {
            dict.keys().forEach(key -> expression(key, visitor));
            dict.values().forEach(value -> expression(value, visitor));
        }
    }

    /** Returns what a variable is given, if it is given something once and by itself. */
    static Optional<Expression> definition(List<Statement> statements, String variable) {
        List<Expression> found = new java.util.ArrayList<>();
        statements(statements, statement -> {
            if (statement instanceof Statement.Assign assign) {
                List<Expression> values = assign.value() instanceof Expression.TupleDisplay tuple
                                && assign.targets().size() == tuple.elements().size()
                        ? tuple.elements()
                        : assign.unpacks() ? List.of() : List.of(assign.value());
                for (int i = 0; i < assign.targets().size(); i++) {
                    if (assign.targets().get(i) instanceof Expression.Name name
                            && name.id().equals(variable)) {
                        found.add(i < values.size() ? values.get(i) : name);
                    }
                }
            }
        });
        return found.size() == 1
                        && !(found.get(0) instanceof Expression.Name same
                                && same.id().equals(variable))
                ? Optional.of(found.get(0))
                : Optional.empty();
    }
}
