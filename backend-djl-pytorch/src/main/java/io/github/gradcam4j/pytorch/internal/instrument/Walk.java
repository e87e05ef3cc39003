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
        statements(statements, statement -> own(statement, whole -> expression(whole, visitor)));
    }

    /** Visits the expressions of a statement that are in no other one and in no statement inside. */
    static void own(Statement statement, Consumer<Expression> visitor) {
        if (statement instanceof Statement.Assign assign) {
            visitor.accept(assign.value());
        } else if (statement instanceof Statement.Evaluate evaluate) {
            visitor.accept(evaluate.value());
        } else if (statement instanceof Statement.If branch) {
            visitor.accept(branch.condition());
        } else if (statement instanceof Statement.While loop) {
            visitor.accept(loop.condition());
        } else if (statement instanceof Statement.For loop) {
            visitor.accept(loop.elements());
        } else if (statement instanceof Statement.With with) {
            visitor.accept(with.context());
        } else if (statement instanceof Statement.Return end) {
            end.value().ifPresent(visitor);
        }
    }

    private static void expression(Expression expression, Consumer<Expression> visitor) {
        visitor.accept(expression);
        Parts.of(expression).forEach(part -> expression(part, visitor));
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
