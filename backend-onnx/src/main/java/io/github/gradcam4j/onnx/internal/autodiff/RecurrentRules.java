package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Differentiates recurrent operators with respect to their sequence and their initial states. What the gates were in every step
 * is recomputed by two products over all steps at once; only the way back is a loop. Where a sequence is over, its state
 * stays, and so does the gradient of its state.
 */
final class RecurrentRules {
    private static final int INITIAL_H = 5;

    private RecurrentRules() {}

    static @Nullable GradientRule of(String operator) {
        return switch (operator) {
            case "LSTM" -> node -> differentiate(node, 4, LstmCell::back);
            case "GRU" -> node -> differentiate(node, 3, RecurrentRules::gru);
            case "RNN" -> node -> differentiate(node, 1, RecurrentRules::rnn);
            default -> null;
        };
    }

    /** Walks back through one direction. */
    private interface Cell {
        Gradients back(RecurrentDirection direction);
    }

    /**
     * Is what one direction gives.
     *
     * @param gates gradient of the gates' arguments, {@code [K, T, N, gates * H]}
     * @param states gradients of the initial states, {@code [K, N, H]}
     */
    record Gradients(String gates, List<String> states) {}

    private static void differentiate(Backward node, int gates, Cell cell) {
        if (node.has("clip")) {
            throw node.refuse("clips the arguments of its gates");
        }
        if (node.integer("layout", 0) != 0) {
            throw node.refuse("has the batch before the steps (layout 1)");
        }
        Emitter e = node.emit;
        List<String> inputs = new ArrayList<>();
        List<List<String>> states = List.of(new ArrayList<>(), new ArrayList<>());
        long directions = node.inShape(1)[0];
        for (int i = 0; i < directions; i++) {
            RecurrentDirection direction = new RecurrentDirection(node, i, gates);
            Gradients gradients = cell.back(direction);
            inputs.add(e.matmul(gradients.gates(), direction.w()));
            for (int s = 0; s < gradients.states().size(); s++) {
                states.get(s).add(e.unsqueeze(gradients.states().get(s), 1));
            }
        }
        if (node.wants(0)) {
            node.give(0, inputs.size() == 1 ? inputs.get(0) : e.add(inputs.get(0), inputs.get(1)));
        }
        for (int s = 0; s < states.size(); s++) {
            if (node.wants(INITIAL_H + s)) {
                node.give(INITIAL_H + s, e.concat(1, states.get(s).toArray(String[]::new)));
            }
        }
    }

    private static Gradients rnn(RecurrentDirection d) {
        Emitter e = d.e;
        GateActivation f = GateActivation.of(d.node, d.index(), "Tanh").get(0);
        String y = d.ofDirection(d.allY(), 1);
        ScanBody body = new ScanBody(e, 3);
        String dh = body.state(d.gradientOfLast(1));
        String slope = body.scan(d.masked(f.slope(e, y)), 0);
        String total = withY(d, body, dh);
        String z = body.mul(total, slope);
        body.next(kept(d, body, dh, body.op("MatMul", z, d.r())));
        body.result(z);
        List<String> found = body.run(!d.reversed, 1);
        return new Gradients(found.get(1), found.subList(0, 1));
    }

    /** Adds the gradient of a step's own output to that of its state. */
    static String withY(RecurrentDirection d, ScanBody body, String dh) {
        Optional<String> dy = d.gradientOfY();
        return dy.isEmpty() ? dh : body.add(dh, body.scan(dy.get(), 1));
    }

    /** Keeps the gradient of a state where the sequence is over. */
    static String kept(RecurrentDirection d, ScanBody body, String gradient, String before) {
        Optional<String> over = d.over();
        return over.isEmpty() ? before : body.add(before, body.mul(gradient, body.scan(over.get(), 0)));
    }

    private static Gradients gru(RecurrentDirection d) {
        Emitter e = d.e;
        long h = d.hidden;
        boolean resetLast = d.node.integer("linear_before_reset", 0) != 0;
        List<GateActivation> activations = GateActivation.of(d.node, d.index(), "Sigmoid", "Tanh");
        GateActivation f = activations.get(0);
        GateActivation g = activations.get(1);
        String before = d.before(d.allY());
        String x = d.fromInput();
        String r = d.r();
        String rh = e.slice(r, 0, 2 * h, 3 * h);
        String rzr = e.slice(r, 0, 0, 2 * h);
        Optional<String> bias = d.bias(true);
        Optional<String> biasH = bias.map(b -> e.slice(b, 0, 2 * h, 3 * h));
        String gates = f.value(
                e,
                e.add(
                        e.slice(x, 2, 0, 2 * h),
                        d.plus(e.matmul(before, e.transpose(rzr, 1, 0)), bias.map(b -> e.slice(b, 0, 0, 2 * h)))));
        String update = d.gate(gates, 0);
        String reset = d.gate(gates, 1);
        String turned = e.transpose(rh, 1, 0);
        String state = resetLast
                ? d.plus(e.matmul(before, turned), biasH)
                : d.plus(e.matmul(e.mul(reset, before), turned), biasH);
        String hh = g.value(e, e.add(d.gate(x, 2), resetLast ? e.mul(reset, state) : state));

        ScanBody body = new ScanBody(e, 3);
        String dh = body.state(d.gradientOfLast(1));
        String total = withY(d, body, dh);
        String dz = body.mul(total, body.scan(d.masked(e.mul(e.sub(before, hh), f.slope(e, update))), 0));
        String dg = body.mul(total, body.scan(d.masked(e.mul(e.complement(update), g.slope(e, hh))), 0));
        String direct = body.mul(total, body.scan(d.masked(update), 0));
        String scannedReset = body.scan(reset, 0);
        String resetSlope = f.slope(e, reset);
        String dr;
        String back;
        if (resetLast) {
            dr = body.mul(dg, body.scan(e.mul(state, resetSlope), 0));
            back = body.op("MatMul", body.mul(dg, scannedReset), rh);
        } else {
            String through = body.op("MatMul", dg, rh);
            dr = body.mul(through, body.scan(e.mul(before, resetSlope), 0));
            back = body.mul(through, scannedReset);
        }
        String zr = body.op("Concat", Emitter.attributes("axis", -1), dz, dr);
        String next = body.add(body.add(direct, back), body.op("MatMul", zr, rzr));
        body.next(kept(d, body, dh, next));
        body.result(body.op("Concat", Emitter.attributes("axis", -1), zr, dg));
        List<String> found = body.run(!d.reversed, 1);
        return new Gradients(found.get(1), found.subList(0, 1));
    }
}
