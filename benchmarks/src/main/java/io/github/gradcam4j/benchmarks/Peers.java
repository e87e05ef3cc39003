package io.github.gradcam4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares our explanations with those of Python's packages, of the same network, picture, class and layer, in one thread.
 * Processes of Java and of Python take turns; ratios are of the medians of two turns that follow one another, of CPU time.
 */
final class Peers {
    private static final String OURS = "gradcam4j";
    private static final String TIMES = "cpu ms";

    /** Is what is compared: a network and the layer in it. */
    record Subject(String network, String layer) {}

    /** Takes one side's turn in a process of its own. */
    @FunctionalInterface
    interface Turn {
        Map<String, Object> take(String network) throws Exception;
    }

    private Peers() {}

    /** Lets both sides take turns at every network. */
    static Results measure(
            String name, Map<String, String> versions, List<Subject> subjects, int turns, Turn ours, Turn python)
            throws Exception {
        Map<String, String> all = new LinkedHashMap<>(versions);
        Results results = new Results(name, all);
        for (Subject subject : subjects) {
            List<Map<String, Object>> java = new ArrayList<>();
            List<Map<String, Object>> others = new ArrayList<>();
            for (int turn = 0; turn < turns; turn++) {
                java.add(ours.take(subject.network()));
                others.add(python.take(subject.network()));
            }
            ((Map<?, ?>) field(others.get(0), "versions"))
                    .forEach((what, version) -> all.put(String.valueOf(what), String.valueOf(version)));
            report(results, subject, java, others);
        }
        return results;
    }

    private static void report(
            Results results, Subject subject, List<Map<String, Object>> java, List<Map<String, Object>> python) {
        double[] ours = times(java, OURS);
        Map<?, ?> apart = (Map<?, ?>) field(python.get(0), "apart");
        for (List<Map<String, Object>> side : List.of(java, python)) {
            for (Object who : ((Map<?, ?>) field(side.get(0), TIMES)).keySet()) {
                double[] times = times(side, String.valueOf(who));
                Median ratio = Median.ofRatios(times, ours);
                Map<String, Object> row = row(subject, who);
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
            Map<String, Object> row = row(subject, who);
            row.put("remark", "cannot: " + why);
            results.add(row);
        });
    }

    private static Map<String, Object> row(Subject subject, Object who) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("network", subject.network());
        row.put("layer", subject.layer());
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
        double[] values = map.stream().mapToDouble(Peers::number).toArray();
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
