package io.github.gradcam4j.pytorch.internal.instrument;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Expression;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells which module an expression in a method is. A variable is given its module once, so the order does not matter. */
final class Receivers {
    private final Map<String, ModuleNode> variables = new HashMap<>();

    Receivers(ModuleNode self, Function method) {
        if (!method.parameters().isEmpty()) {
            variables.put(method.parameters().get(0).name(), self);
        }
        Walk.statements(method.body(), statement -> {
            if (statement instanceof Statement.Assign assign
                    && !assign.unpacks()
                    && assign.targets().get(0) instanceof Expression.Name name) {
                module(assign.value()).ifPresent(module -> variables.put(name.id(), module));
            }
        });
    }

    /** Returns the module; empty if the expression is none, or one that only a run can tell. */
    Optional<ModuleNode> module(Expression expression) {
        if (expression instanceof Expression.Name name) {
            return Optional.ofNullable(variables.get(name.id()));
        }
        if (expression instanceof Expression.Attribute attribute) {
            return module(attribute.of()).map(module -> module.children().get(attribute.name()));
        }
        if (expression instanceof Expression.Call call
                && call.function() instanceof Expression.Name name
                && name.id().equals("getattr")
                && call.arguments().size() == 2
                && call.arguments().get(1) instanceof Expression.Literal key) {
            return module(call.arguments().get(0))
                    .map(module -> module.children().get(String.valueOf(key.value())));
        }
        return Optional.empty();
    }

    /** Returns the module whose method is called. */
    Optional<ModuleNode> receiver(Expression.Call call) {
        return call.function() instanceof Expression.Attribute attribute ? module(attribute.of()) : Optional.empty();
    }
}
