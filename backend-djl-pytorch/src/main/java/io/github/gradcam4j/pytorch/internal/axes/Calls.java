package io.github.gradcam4j.pytorch.internal.axes;

import io.github.gradcam4j.pytorch.internal.program.ModuleNode;
import io.github.gradcam4j.pytorch.internal.syntax.Function;
import io.github.gradcam4j.pytorch.internal.syntax.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Calls functions, methods, modules and operators. What goes wrong in one leaves its result unknown. */
final class Calls {
    private static final Pattern FORWARD = Pattern.compile("forward(__)?\\d*");
    private static final String NEW = ".__new__";

    private final Trace trace;
    private final Modules modules;
    private final CallLog log;
    private final Interpreter interpreter;

    Calls(Trace trace, Modules modules, CallLog log, Interpreter interpreter) {
        this.trace = trace;
        this.modules = modules;
        this.log = log;
        this.interpreter = interpreter;
    }

    /** Calls a method of an object. */
    Object method(Object object, String name, List<Object> arguments, Map<String, Object> keywords) {
        Function method =
                object instanceof ModuleValue value ? value.type().methods().get(name) : null;
        if (!(object instanceof ModuleValue value) || method == null) {
            return unknown(name, arguments, keywords);
        }
        List<Object> all = new ArrayList<>(List.of(object));
        all.addAll(arguments);
        boolean counts = FORWARD.matcher(name).matches() && value.node().isPresent();
        return counts ? module(value.node().get(), method, all, keywords) : interpreter.run(method, all, keywords);
    }

    private Object module(ModuleNode module, Function method, List<Object> arguments, Map<String, Object> keywords) {
        int call = log.begin(module);
        Object result = guarded(() -> interpreter.run(method, arguments, keywords), () -> {
            log.lose(module);
            return Unknown.of(tensors(arguments, keywords));
        });
        Object declared = Declared.value(method.returns(), result, trace);
        log.end(module, call, declared);
        return declared;
    }

    /** Calls what a qualified name names. */
    Object function(String name, List<Object> arguments, Map<String, Object> keywords) {
        if (name.startsWith("torch.")) {
            return operator(name.substring("torch.".length()), arguments, keywords);
        }
        if (name.startsWith("ops.")) {
            String inside = name.substring("ops.".length());
            return operator(
                    inside.startsWith("aten.") ? inside.substring("aten.".length()) : inside, arguments, keywords);
        }
        if (!name.startsWith("__torch__")) {
            return name.equals("getattr") && arguments.get(1) instanceof String attribute
                    ? modules.attribute(arguments.get(0), attribute)
                    : operator(name, arguments, keywords);
        }
        Optional<Function> function = modules.program().function(name);
        if (function.isPresent()) {
            return interpreter.run(function.get(), arguments, keywords);
        }
        if (name.endsWith(NEW)) {
            return made(name.substring(0, name.length() - NEW.length()));
        }
        return modules.program()
                .type(name)
                .map(type -> construct(type, arguments, keywords))
                .orElseGet(() -> unknown(name, arguments, keywords));
    }

    private Object made(String type) {
        return modules.program()
                .type(type)
                .<Object>map(found -> new ModuleValue(Optional.empty(), found, Optional.empty()))
                .orElse(Unknown.VALUE);
    }

    private Object construct(Type type, List<Object> arguments, Map<String, Object> keywords) {
        if (type.base().equals("NamedTuple")) {
            return new Listing(arguments, List.copyOf(type.attributes().keySet()), trace.branches());
        }
        ModuleValue object = new ModuleValue(Optional.empty(), type, Optional.empty());
        method(object, "__init__", arguments, keywords);
        return object;
    }

    private Object operator(String name, List<Object> arguments, Map<String, Object> keywords) {
        boolean inPlace = name.endsWith("_") && !name.endsWith("__");
        String plain = inPlace ? name.substring(0, name.length() - 1) : name;
        Arguments given = new Arguments(plain, arguments, keywords, trace);
        Object result = guarded(
                () -> Operators.find(plain).orElseThrow(Unsure::new).apply(given),
                () -> unknown(plain, arguments, keywords));
        if (!inPlace || arguments.isEmpty() || !(arguments.get(0) instanceof Tensor target)) {
            return result;
        }
        boolean fits = result instanceof Tensor written
                && written.shape() != null
                && written.shape().equals(target.shape());
        List<Tensor> from = Contents.tensors(trace.list(List.of(target, result)));
        Tensor written = fits ? (Tensor) result : trace.opaque(plain, from, target.dtype(), target.shape());
        Optional<Tensor> replacement =
                plain.equals("copy") && arguments.size() > 1 && arguments.get(1) instanceof Tensor source
                        ? Optional.of(source)
                        : Optional.empty();
        trace.write(plain, target, written, replacement);
        return target;
    }

    /** Does something, or something else where that fails. */
    private Object guarded(Supplier<Object> action, Supplier<Object> otherwise) {
        int depth = trace.budget().depth();
        int branches = trace.branches();
        try {
            return action.get();
        } catch (Unsure.Exhausted e) {
            throw e;
        } catch (RuntimeException e) {
            trace.budget().returnTo(depth);
            trace.returnTo(branches);
            if (e instanceof Unsure.Raised && branches > 0) {
                throw e; // this branch is not taken
            }
            return otherwise.get();
        }
    }

    private Unknown unknown(String name, List<Object> arguments, Map<String, Object> keywords) {
        List<Tensor> from = tensors(arguments, keywords);
        return from.isEmpty() ? Unknown.VALUE : Unknown.of(List.of(trace.opaque(name, from, null, null)));
    }

    private List<Tensor> tensors(List<Object> arguments, Map<String, Object> keywords) {
        List<Object> all = new ArrayList<>(arguments);
        all.addAll(keywords.values());
        return Contents.tensors(trace.list(all));
    }
}
