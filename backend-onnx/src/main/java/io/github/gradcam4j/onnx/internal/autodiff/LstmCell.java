package io.github.gradcam4j.onnx.internal.autodiff;

import java.util.List;
import java.util.Optional;

/** Walks back through an LSTM, with peepholes and coupled gates. Gates are in the order of the file: input, output, forget, cell. */
final class LstmCell {
    private static final int PEEPHOLES = 7;

    private final RecurrentDirection d;
    private final Emitter e;
    private final boolean coupled;
    private final GateActivation f;
    private final GateActivation g;
    private final GateActivation h;
    private final Optional<String> peepholes;
    private final String stacked;
    private final Optional<String> over;

    private LstmCell(RecurrentDirection d) {
        this.d = d;
        this.e = d.e;
        this.coupled = d.node.integer("input_forget", 0) != 0;
        List<GateActivation> activations = GateActivation.of(d.node, d.index(), "Sigmoid", "Tanh", "Tanh");
        this.f = activations.get(0);
        this.g = activations.get(1);
        this.h = activations.get(2);
        this.peepholes = d.node.node().input(PEEPHOLES).map(name -> d.ofDirection(d.node.in(PEEPHOLES), 0));
        String fromState = e.matmul(d.before(d.allY()), e.transpose(d.r(), 1, 0));
        this.stacked = e.add(d.fromInput(), d.plus(fromState, d.bias(true)));
        this.over = d.over();
    }

    static RecurrentRules.Gradients back(RecurrentDirection direction) {
        return new LstmCell(direction).back();
    }

    /** Returns the argument of a gate, with what it sees of the cell. */
    private String argument(int gate, String cell) {
        String z = d.gate(stacked, gate);
        return peephole(gate).map(p -> e.add(z, e.mul(p, cell))).orElse(z);
    }

    private Optional<String> peephole(int gate) {
        return peepholes.map(p -> e.slice(p, 0, gate * d.hidden, (gate + 1) * d.hidden));
    }

    /** Returns the cell before and after each step. Where a sequence is over, it stays. */
    private List<String> cells() {
        String candidate = g.value(e, d.gate(stacked, 3));
        ScanBody body = new ScanBody(e, 2);
        String c = body.state(d.initial(6));
        String after;
        if (peepholes.isEmpty()) {
            String in = f.value(e, d.gate(stacked, 0));
            String forget = coupled ? e.complement(in) : f.value(e, d.gate(stacked, 2));
            String gain = d.masked(e.mul(in, candidate));
            String keep = over.map(o -> e.add(d.masked(forget), o)).orElse(forget);
            after = body.add(body.mul(c, body.scan(keep, 0)), body.scan(gain, 0));
        } else {
            String in = inside(body, 0, c);
            String forget = coupled ? body.op("Sub", e.scalar(1), in) : inside(body, 2, c);
            String change = body.op("Sub", body.add(body.mul(forget, c), body.mul(in, body.scan(candidate, 0))), c);
            after = body.add(
                    c,
                    over.map(o -> body.mul(change, body.scan(e.complement(o), 0)))
                            .orElse(change));
        }
        body.next(after);
        body.result(c);
        body.result(after);
        return body.run(d.reversed, 0).subList(1, 3);
    }

    private String inside(ScanBody body, int gate, String cell) {
        String z = body.scan(d.gate(stacked, gate), 0);
        return f.value(body, body.add(z, body.mul(cell, peephole(gate).orElseThrow())));
    }

    private RecurrentRules.Gradients back() {
        List<String> cells = cells();
        String before = cells.get(0);
        String after = cells.get(1);
        String in = f.value(e, argument(0, before));
        String out = f.value(e, argument(1, after));
        String forget = coupled ? e.complement(in) : f.value(e, argument(2, before));
        String candidate = g.value(e, d.gate(stacked, 3));
        String shown = h.value(e, after);

        ScanBody body = new ScanBody(e, 3);
        String dh = body.state(d.gradientOfLast(1));
        String dc = body.state(d.gradientOfLast(2));
        String total = RecurrentRules.withY(d, body, dh);
        String zo = body.mul(total, body.scan(d.masked(e.mul(shown, f.slope(e, out))), 0));
        String cell = body.add(dc, body.mul(total, body.scan(d.masked(e.mul(out, h.slope(e, shown))), 0)));
        cell = peeped(body, cell, zo, 1);
        String gain = coupled ? e.sub(candidate, before) : candidate;
        String zi = body.mul(cell, body.scan(d.masked(e.mul(gain, f.slope(e, in))), 0));
        String zg = body.mul(cell, body.scan(d.masked(e.mul(in, g.slope(e, candidate))), 0));
        String lost = coupled ? "" : d.masked(e.mul(before, f.slope(e, forget)));
        String zf = coupled ? body.mul(zi, e.scalar(0)) : body.mul(cell, body.scan(lost, 0));
        String previous = body.mul(cell, body.scan(d.masked(forget), 0));
        previous = peeped(body, previous, zi, 0);
        previous = coupled ? previous : peeped(body, previous, zf, 2);
        String z = body.op("Concat", Emitter.attributes("axis", -1), zi, zo, zf, zg);
        body.next(RecurrentRules.kept(d, body, dh, body.op("MatMul", z, d.r())));
        body.next(RecurrentRules.kept(d, body, dc, previous));
        body.result(z);
        List<String> found = body.run(!d.reversed, 1);
        return new RecurrentRules.Gradients(found.get(2), found.subList(0, 2));
    }

    /** Adds what a gate's gradient gives to the cell that the gate looks at. */
    private String peeped(ScanBody body, String cell, String gate, int index) {
        return peephole(index).map(p -> body.add(cell, body.mul(gate, p))).orElse(cell);
    }
}
