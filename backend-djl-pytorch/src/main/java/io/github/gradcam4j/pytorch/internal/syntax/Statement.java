package io.github.gradcam4j.pytorch.internal.syntax;

import java.util.List;
import java.util.Optional;

/** A step of a function. */
public sealed interface Statement {
    /** Gives the value, or the parts of a tuple or list, to variables or attributes. */
    record Assign(List<Expression> targets, boolean unpacks, Expression value) implements Statement {}

    /** Evaluates for the effect. */
    record Evaluate(Expression value) implements Statement {}

    /** Takes one of two ways. */
    record If(Expression condition, List<Statement> then, List<Statement> otherwise) implements Statement {}

    /** Repeats as long as a condition holds. */
    record While(Expression condition, List<Statement> body) implements Statement {}

    /** Repeats for each element. */
    record For(List<Expression> targets, Expression elements, List<Statement> body) implements Statement {}

    /** Enters and leaves a context, such as one without gradients. */
    record With(Expression context, List<Statement> body) implements Statement {}

    /** Ends the function. */
    record Return(Optional<Expression> value) implements Statement {}

    /** Does nothing. */
    record Pass() implements Statement {}
}
