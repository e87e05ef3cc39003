package io.github.gradcam4j.tokenizers.hf.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Looks into regular expressions for what the native library answers by ending the process: searches whose time grows without
 * measure, because of repetitions without limit within a repeated group, as in {@code (a+)+}, or of more than {@value #MOST} in a
 * row; and, for replacements, expressions that find nothing at all between two characters.
 */
final class Expressions {
    static final int MOST = 4;

    private static final int LONGEST = 4096;
    private static final String ANCHORS = "bBAzZGK";

    private final String expression;
    private final Deque<Group> groups = new ArrayDeque<>();
    private boolean bounded = true;
    private int at;

    private Expressions(String expression) {
        this.expression = expression;
    }

    /** Checks an expression. */
    static void check(String path, String expression) {
        if (expression.length() > LONGEST) {
            throw JsonFields.wrong(path, expression, "of at most " + LONGEST + " characters");
        }
        Expressions parsed = new Expressions(expression);
        parsed.parse();
        if (!parsed.bounded) {
            throw JsonFields.wrong(
                    path,
                    expression,
                    "without repetitions in a repeated group, and with at most " + MOST
                            + " repetitions in a row, so that no text can stall the search");
        }
    }

    /** Tells whether everything that it finds has at least one character. */
    static boolean consumes(String expression) {
        return new Expressions(expression).parse().consumes();
    }

    private Group parse() {
        groups.push(new Group(false));
        @Nullable Group last = null; // the group that ended just before
        boolean atom = false; // whether something that takes a character stands just before
        while (at < expression.length()) {
            char c = expression.charAt(at++);
            Group group = groups.element();
            if (isQuantifier(c)) {
                quantifier(c, last, atom);
                last = null;
                atom = false;
                continue;
            }
            @Nullable Group ended = null;
            atom = false;
            if (c == '(') {
                groups.push(opened());
            } else if (c == ')' && groups.size() > 1) {
                ended = groups.pop();
                atom = ended.consumes();
                groups.element().add(ended);
            } else if (c == '|') {
                group.nextBranch();
            } else if (c == '\\') {
                atom = at < expression.length() && ANCHORS.indexOf(expression.charAt(at)) < 0;
                at++;
                group.taken += atom ? 1 : 0;
            } else if (c != '^' && c != '$') {
                if (c == '[') {
                    skipClass();
                }
                atom = true;
                group.taken++;
            }
            last = ended;
        }
        while (groups.size() > 1) {
            Group unclosed = groups.pop();
            groups.element().add(unclosed);
        }
        bounded &= groups.element().most() <= MOST;
        return groups.element();
    }

    private Group opened() {
        boolean special = at < expression.length() && expression.charAt(at) == '?';
        int colon = at + 1;
        while (special && colon < expression.length() && ":)=!>'<".indexOf(expression.charAt(colon)) < 0) {
            colon++;
        }
        if (!special || colon >= expression.length()) {
            return new Group(false);
        }
        char kind = expression.charAt(colon);
        boolean behind =
                kind == '<' && colon + 1 < expression.length() && "=!".indexOf(expression.charAt(colon + 1)) >= 0;
        if (kind == '<' && !behind || kind == '\'') { // a name
            int end = expression.indexOf(kind == '<' ? '>' : '\'', colon + 1);
            at = end < 0 ? expression.length() : end + 1;
            return new Group(false);
        }
        at = kind == ')' ? colon : colon + (behind ? 2 : 1);
        return new Group(kind == '=' || kind == '!' || behind);
    }

    private boolean isQuantifier(char c) {
        return c == '*' || c == '+' || c == '?' || (c == '{' && limits() != null);
    }

    private @Nullable String limits() {
        int end = expression.indexOf('}', at);
        String limits = end < 0 ? "" : expression.substring(at, end);
        return limits.matches("\\d*,?\\d*") && limits.length() > 0 ? limits : null;
    }

    private void quantifier(char c, @Nullable Group last, boolean atom) {
        boolean unlimited = c == '*' || c == '+';
        boolean optional = c == '*' || c == '?';
        @Nullable String limits = c == '{' ? limits() : null;
        if (limits != null) {
            at += limits.length() + 1;
            String most = limits.substring(limits.indexOf(',') + 1);
            unlimited = most.isEmpty() || most.length() > 2; // large limits count as none
            optional = limits.startsWith("0") || limits.startsWith(",");
        }
        if (at < expression.length() && "?+".indexOf(expression.charAt(at)) >= 0) {
            at++; // reluctant or possessive
        }
        Group group = groups.element();
        group.taken -= optional && atom ? 1 : 0;
        if (unlimited) {
            group.unlimited++;
            bounded &= (last == null || last.most() == 0) && group.unlimited <= MOST;
        }
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

    /** Counts in the branch that is being read: repetitions without limit, and parts that take a character. */
    private static final class Group {
        private final boolean looksAround;
        private int unlimited;
        private int taken;
        private int mostUnlimited;
        private boolean emptyBranch;

        Group(boolean looksAround) {
            this.looksAround = looksAround;
        }

        void nextBranch() {
            mostUnlimited = most();
            emptyBranch |= taken == 0;
            unlimited = 0;
            taken = 0;
        }

        void add(Group inner) {
            unlimited += inner.most();
            taken += inner.consumes() ? 1 : 0;
        }

        int most() {
            return Math.max(mostUnlimited, unlimited);
        }

        boolean consumes() {
            return !looksAround && !emptyBranch && taken > 0;
        }
    }
}
