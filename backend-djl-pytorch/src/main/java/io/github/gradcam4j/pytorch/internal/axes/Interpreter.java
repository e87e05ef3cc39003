package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs functions. What a condition decides that is not known runs both ways. */
final class Interpreter {
    private final Trace trace;
    private final Evaluator evaluator;

    Interpreter(Trace trace, Evaluator evaluator) {
        this.trace = trace;
        this.evaluator = evaluator;
    }

    /** Runs a function; arguments that are not given are its defaults, or None. */
    Object run(Function function, List<Object> arguments, Map<String, Object> keywords) {
        Scope scope = new Scope();
        List<Function.Parameter> parameters = function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Function.Parameter parameter = parameters.get(i);
            Object given = i < arguments.size() ? arguments.get(i) : keywords.get(parameter.name());
            scope.set(parameter.name(), given == null ? fallback(parameter) : given);
        }
        trace.budget().enter();
        Object returned = run(function.body(), scope);
        trace.budget().leave();
        return returned == null ? None.NONE : returned;
    }

    private Object fallback(Function.Parameter parameter) {
        return parameter
                .fallback()
                .map(expression -> evaluator.evaluate(expression, new Scope()))
                .orElse(None.NONE);
    }

    /** Runs steps; returns what they return, null if they go on. */
    private @Nullable Object run(List<Statement> statements, Scope scope) {
        for (Statement statement : statements) {
            trace.budget().enter();
            Object returned = run(statement, scope);
            trace.budget().leave();
            if (returned != null) {
                return returned;
            }
        }
        return null;
    }

    private @Nullable Object run(Statement statement, Scope scope) {
        if (statement instanceof Statement.Assign assign) {
            assign(assign, scope);
        } else if (statement instanceof Statement.Evaluate evaluate) {
            evaluator.evaluate(evaluate.value(), scope);
        } else if (statement instanceof Statement.If branch) {
            return branch(branch, scope);
        } else if (statement instanceof Statement.While loop) {
            return repeat(loop, scope);
        } else if (statement instanceof Statement.For loop) {
            return each(loop, scope);
        } else if (statement instanceof Statement.With with) {
            return run(with.body(), scope);
        } else if (statement instanceof Statement.Return end) {
            return end.value().map(value -> evaluator.evaluate(value, scope)).orElse(None.NONE);
        }
        return null;
    }

    private void assign(Statement.Assign assign, Scope scope) {
        Object value = evaluator.evaluate(assign.value(), scope);
        if (!assign.unpacks()) {
            set(assign.targets().get(0), value, scope);
            return;
        }
        List<Object> parts = evaluator.parts(value, assign.targets().size());
        for (int i = 0; i < parts.size(); i++) {
            set(assign.targets().get(i), parts.get(i), scope);
        }
    }

    private void set(Expression target, Object value, Scope scope) {
        if (target instanceof Expression.Name name) {
            scope.set(name.id(), value);
        } else if (target instanceof Expression.Attribute attribute
                && evaluator.evaluate(attribute.of(), scope) instanceof ModuleValue object) {
            object.attributes().put(attribute.name(), value);
        }
    }

    private @Nullable Object branch(Statement.If branch, Scope scope) {
        Boolean condition = Truth.of(evaluator.evaluate(branch.condition(), scope));
        if (condition != null) {
            return run(condition ? branch.then() : branch.otherwise(), scope);
        }
        Map<String, Object> before = scope.copy();
        Way then = way(branch.then(), scope);
        Map<String, Object> after = scope.copy();
        scope.restore(before);
        Way otherwise = way(branch.otherwise(), scope);
        if (then.raised && otherwise.raised) {
            throw new Unsure.Raised();
        }
        if (otherwise.raised) {
            scope.restore(after);
            return then.returned;
        }
        if (then.raised) {
            return otherwise.returned;
        }
        scope.join(after, trace);
        if (then.returned != null && otherwise.returned != null) {
            return Scope.either(then.returned, otherwise.returned, trace);
        }
        if (then.returned != null || otherwise.returned != null) {
            throw new Unsure();
        }
        return null;
    }

    /** Is how a branch ended. */
    private record Way(boolean raised, @Nullable Object returned) {}

    private Way way(List<Statement> statements, Scope scope) {
        trace.enterBranch();
        int depth = trace.budget().depth();
        try {
            return new Way(false, run(statements, scope));
        } catch (Unsure.Raised e) {
            trace.budget().returnTo(depth);
            return new Way(true, null);
        } finally {
            trace.leaveBranch();
        }
    }

    private @Nullable Object repeat(Statement.While loop, Scope scope) {
        while (true) {
            Boolean goesOn = Truth.of(evaluator.evaluate(loop.condition(), scope));
            if (goesOn == null) {
                return perhaps(loop.body(), scope);
            }
            if (!goesOn) {
                return null;
            }
            Object returned = run(loop.body(), scope);
            if (returned != null) {
                return returned;
            }
            trace.budget().spend(1);
        }
    }

    private @Nullable Object each(Statement.For loop, Scope scope) {
        Object elements = evaluator.evaluate(loop.elements(), scope);
        List<Object> all = evaluator.elements(elements);
        if (all == null) {
            Object element = Unknown.of(Contents.tensors(elements));
            loop.targets().forEach(target -> set(target, element, scope));
            return perhaps(loop.body(), scope);
        }
        for (Object element : all) {
            trace.budget().spend(1);
            if (loop.targets().size() == 1) {
                set(loop.targets().get(0), element, scope);
            } else {
                List<Object> parts = evaluator.parts(element, loop.targets().size());
                for (int i = 0; i < parts.size(); i++) {
                    set(loop.targets().get(i), parts.get(i), scope);
                }
            }
            Object returned = run(loop.body(), scope);
            if (returned != null) {
                return returned;
            }
        }
        return null;
    }

    /** Runs once what may run any number of times. */
    private @Nullable Object perhaps(List<Statement> body, Scope scope) {
        Map<String, Object> before = scope.copy();
        if (way(body, scope).returned != null) {
            throw new Unsure();
        }
        scope.forgetChanges(before, trace);
        return null;
    }
}
