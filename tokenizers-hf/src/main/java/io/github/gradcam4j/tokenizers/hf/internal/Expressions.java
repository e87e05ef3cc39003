package io.github.gradcam4j.tokenizers.hf.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Refuses regular expressions whose search time grows without measure: the native library gives up on them by ending the process.
 * Refused are repetitions without limit within a repeated group, as in {@code (a+)+}, and more than {@value #MOST} in a row.
 */
final class Expressions {
    static final int MOST = 4;

    private static final int LONGEST = 4096;

    private final String expression;
    private final Deque<int[]> groups = new ArrayDeque<>(); // repetitions without limit: in this branch, in all of them
    private int at;

    private Expressions(String expression) {
        this.expression = expression;
    }

    static void check(String path, String expression) {
        String reason = expression.length() > LONGEST
                ? "of at most " + LONGEST + " characters"
                : new Expressions(expression).isBounded()
                        ? ""
                        : "without repetitions in a repeated group, and with at most " + MOST
                                + " repetitions in a row, so that no text can stall the search";
        if (!reason.isEmpty()) {
            throw JsonFields.wrong(path, expression, reason);
        }
    }

    private boolean isBounded() {
        groups.push(new int[2]);
        int[] closed = null; // the group that ended just before
        while (at < expression.length()) {
            char c = expression.charAt(at++);
            switch (c) {
                case '\\' -> at++;
                case '[' -> skipClass();
                case '(' -> groups.push(new int[2]);
                case ')' -> {
                    if (groups.size() > 1) {
                        closed = groups.pop();
                        int[] around = groups.element();
                        around[0] += closed[1];
                        around[1] = Math.max(around[1], around[0]);
                        continue;
                    }
                }
                case '|' -> groups.element()[0] = 0;
                default -> {
                    if (isUnlimited(c)) {
                        int[] group = groups.element();
                        group[0]++;
                        group[1] = Math.max(group[1], group[0]);
                        if ((closed != null && closed[1] > 0) || group[0] > MOST) {
                            return false;
                        }
                    }
                }
            }
            closed = null;
        }
        return groups.stream().allMatch(group -> group[1] <= MOST);
    }

    /** Tells {@code *}, {@code +} and <code>{n,}</code>; large limits count as none. */
    private boolean isUnlimited(char c) {
        if (c == '{') {
            int end = expression.indexOf('}', at);
            String limits = end < 0 ? "" : expression.substring(at, end);
            if (limits.matches("\\d*,?\\d*") && !limits.isEmpty()) {
                at = end + 1;
                String most = limits.substring(limits.indexOf(',') + 1);
                return most.isEmpty() || most.length() > 2;
            }
            return false;
        }
        return c == '*' || (c == '+' && !isPossessive());
    }

    /** A plus behind a repetition never gives back what was found, or is a second repetition: harmless either way. */
    private boolean isPossessive() {
        return at > 1
                && "*+?".indexOf(expression.charAt(at - 2)) >= 0
                && !(at > 2 && expression.charAt(at - 3) == '\\');
    }

    private void skipClass() {
        int depth = 1;
        while (at < expression.length() && depth > 0) {
            char c = expression.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                depth++;
            } else if (c == ']') {
                depth--;
            }
        }
    }
}
