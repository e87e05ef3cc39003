package io.github.gradcam4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How does an explanation of a TorchScript file compare with those of Python's packages, of the same network, picture, class and
 * layer, in one thread? Processes of Java and of Python take turns; ratios are of the medians of two turns that follow one
 * another, of CPU time.
 *
 * <p>Arguments: the file of results, the number of turns, the number of rounds in a turn, the folder of networks, the Python.
 */
public final class TorchPeers {
    private static final String OURS = "gradcam4j";
    private static final String TIMES = "cpu ms";

    private TorchPeers() {}

    /** Measures all networks. */
    public static void main(String[] args) throws Exception {
        int turns = Integer.parseInt(args[1]);
        String rounds = args[2];
        Path folder = Path.of(args[3]);
        String peers = Path.of("benchmarks", "torch", "peers.py").toString();
        Map<String, String> versions = new LinkedHashMap<>(Map.of("libtorch", TorchForward.libtorch()));
        Results results = new Results("torchscript-peers", versions);
        for (TorchNetwork network : TorchNetwork.in(folder)) {
            List<Map<String, Object>> java = new ArrayList<>();
            List<Map<String, Object>> python = new ArrayList<>();
            for (int turn = 0; turn < turns; turn++) {
                java.add(Child.java(TorchTurn.class, args[3], network.name(), rounds));
                python.add(Child.run(List.of(args[4], peers, args[3], network.name(), rounds)));
            }
            ((Map<?, ?>) field(python.get(0), "versions"))
                    .forEach((name, version) -> versions.put(String.valueOf(name), String.valueOf(version)));
            report(results, network, java, python);
        }
        results.write(Path.of(args[0]));
    }

    private static void report(
            Results results, TorchNetwork network, List<Map<String, Object>> java, List<Map<String, Object>> python) {
        double[] ours = times(java, OURS);
        Map<?, ?> apart = (Map<?, ?>) field(python.get(0), "apart");
        for (List<Map<String, Object>> side : List.of(java, python)) {
            for (Object who : ((Map<?, ?>) field(side.get(0), TIMES)).keySet()) {
                double[] times = times(side, String.valueOf(who));
                Median ratio = Median.ofRatios(times, ours);
                Map<String, Object> row = row(network, who);
                row.put(TIMES, Results.rounded(Median.of(times).value()));
                row.put("times gradcam4j", Results.rounded(ratio.value()));
                row.put("low", Results.rounded(ratio.low()));
                row.put("high", Results.rounded(ratio.high()));
                if (who.equals(OURS)) {
                    row.put("map apart", Results.rounded(apart(java.get(0), python.get(0))));
                    row.put("remark", "other threads of the process: " + percent(java) + " more");
                } else if (apart.get(who) instanceof Number distance) {
                    row.put("map apart", Results.rounded(distance.doubleValue()));
                }
                row.put("turns", side.size());
                results.add(row);
            }
        }
        ((Map<?, ?>) field(python.get(0), "cannot")).forEach((who, why) -> {
            Map<String, Object> row = row(network, who);
            row.put("remark", "cannot: " + why);
            results.add(row);
        });
    }

    private static Map<String, Object> row(TorchNetwork network, Object who) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("network", network.name());
        row.put("layer", network.last());
        row.put("who", who);
        return row;
    }

    private static double[] times(List<Map<String, Object>> turns, String who) {
        return turns.stream()
                .mapToDouble(turn -> number(Objects.requireNonNull(((Map<?, ?>) field(turn, TIMES)).get(who))))
                .toArray();
    }

    private static String percent(List<Map<String, Object>> turns) {
        double[] shares = turns.stream()
                .mapToDouble(turn -> number(field(turn, "other threads")))
                .toArray();
        return Math.round(100 * Median.of(shares).value()) + " %";
    }

    /** Returns how far two maps are apart when the largest value of each is 1. */
    private static double apart(Map<String, Object> one, Map<String, Object> other) {
        double[] a = scaled((List<?>) field(one, "map"));
        double[] b = scaled((List<?>) field(other, "map"));
        if (a.length != b.length) {
            throw new IllegalStateException("a map of " + a.length + " positions was compared with one of " + b.length);
        }
        double apart = 0;
        for (int i = 0; i < a.length; i++) {
            apart = Math.max(apart, Math.abs(a[i] - b[i]));
        }
        return apart;
    }

    private static double[] scaled(List<?> map) {
        double[] values = map.stream().mapToDouble(TorchPeers::number).toArray();
        double largest = java.util.Arrays.stream(values).max().orElse(0);
        return java.util.Arrays.stream(values)
                .map(value -> Math.max(0, value) / largest)
                .toArray();
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static Object field(Map<String, Object> json, String name) {
        return Objects.requireNonNull(json.get(name), () -> "a turn has no '" + name + "'");
    }
}
