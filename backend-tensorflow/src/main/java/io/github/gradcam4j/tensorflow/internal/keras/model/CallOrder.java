package io.github.gradcam4j.tensorflow.internal.keras.model;

import io.github.gradcam4j.tensorflow.internal.keras.config.CallConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.LayerConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.NetworkConfig;
import io.github.gradcam4j.tensorflow.internal.keras.config.TensorRef;
import io.github.gradcam4j.tensorflow.internal.keras.emit.BrokenNetwork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the calls of a functional network in an order in which each finds its inputs. */
final class CallOrder {
    /**
     * Is a call of a layer.
     *
     * @param layer the layer
     * @param number which of its calls, from 0
     * @param config with what; references count calls from 0
     */
    record Step(LayerConfig layer, int number, CallConfig config) {}

    private final Map<String, List<Step>> steps = new LinkedHashMap<>();
    private final Map<String, Integer> firstCalls = new HashMap<>();

    private CallOrder(NetworkConfig network) {
        Map<String, List<CallConfig>> raw = new LinkedHashMap<>();
        Set<String> names = network.layers().keySet();
        network.layers()
                .forEach((name, layer) -> raw.put(
                        name,
                        layer.inbound().isEmpty() && layer.className().equals("InputLayer")
                                ? List.of(new CallConfig(List.of(), Map.of()))
                                : layer.inbound().stream()
                                        .map(node -> CallConfig.of(node, names))
                                        .toList()));
        findFirstCalls(network, raw);
        raw.forEach((name, calls) -> {
            List<Step> list = new ArrayList<>();
            for (CallConfig call : calls) {
                list.add(new Step(layer(network, name), list.size(), call.with(this::fromZero)));
            }
            steps.put(name, list);
        });
    }

    static CallOrder of(NetworkConfig network) {
        return new CallOrder(network);
    }

    /**
     * Keras 2 counts the calls of a network within a network from 1 where its own making was the first call: so it is if
     * the file names no call 0.
     */
    private void findFirstCalls(NetworkConfig network, Map<String, List<CallConfig>> calls) {
        List<TensorRef> references = new ArrayList<>();
        calls.values().forEach(list -> list.forEach(call -> call.references(references::add)));
        references.addAll(CallConfig.flat(network.outputs(), TensorRef.class));
        Map<String, Integer> least = new HashMap<>();
        references.forEach(ref -> least.merge(ref.layer(), ref.call(), Math::min));
        least.forEach((name, call) -> {
            if (call == 1 && layer(network, name).isNetwork()) {
                firstCalls.put(name, 1);
            }
        });
    }

    private static LayerConfig layer(NetworkConfig network, String name) {
        LayerConfig layer = network.layers().get(name);
        if (layer == null) {
            throw new BrokenNetwork("it refers to a layer '" + name + "', which it does not have");
        }
        return layer;
    }

    /** Returns a reference that counts calls from 0. */
    TensorRef fromZero(TensorRef ref) {
        return new TensorRef(ref.layer(), ref.call() - firstCalls.getOrDefault(ref.layer(), 0), ref.output());
    }

    /** Returns the calls in order. */
    List<Step> steps() {
        List<Step> order = new ArrayList<>();
        Set<Step> done = new HashSet<>();
        Set<Step> open = new HashSet<>();
        for (List<Step> list : steps.values()) {
            for (Step step : list) {
                visit(step, done, open, order);
            }
        }
        return order;
    }

    private void visit(Step first, Set<Step> done, Set<Step> open, List<Step> order) {
        Deque<Step> stack = new ArrayDeque<>(List.of(first));
        while (!stack.isEmpty()) {
            Step step = stack.peek();
            if (done.contains(step)) {
                stack.pop();
                continue;
            }
            boolean isFirstVisit = open.add(step);
            List<Step> before = isFirstVisit ? before(step) : List.of();
            List<Step> missing =
                    before.stream().filter(one -> !done.contains(one)).toList();
            if (missing.stream().anyMatch(open::contains)) {
                throw new BrokenNetwork("its layer '" + step.layer().name() + "' needs its own output");
            }
            if (missing.isEmpty()) {
                stack.pop();
                done.add(step);
                order.add(step);
            } else {
                missing.forEach(stack::push);
            }
        }
    }

    private List<Step> before(Step step) {
        List<Step> before = new ArrayList<>();
        if (step.number() > 0) {
            before.add(step(step.layer().name(), step.number() - 1));
        }
        step.config().references(ref -> before.add(step(ref.layer(), ref.call())));
        java.util.Collections.reverse(before);
        return before;
    }

    private Step step(String name, int number) {
        List<Step> list = steps.getOrDefault(name, List.of());
        if (number < 0 || number >= list.size()) {
            throw new BrokenNetwork("it refers to call " + number + " of its layer '" + name + "', which is called "
                    + list.size() + " times");
        }
        return list.get(number);
    }
}
