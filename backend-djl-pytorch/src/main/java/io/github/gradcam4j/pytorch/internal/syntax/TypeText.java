package io.github.gradcam4j.pytorch.internal.syntax;

import java.util.ArrayList;
import java.util.List;

/** Types as they are written, such as {@code Tuple[Tensor, List[int]]}. */
public final class TypeText {
    private static final int DEEPEST = 100;

    private TypeText() {}

    static String read(Scanner scanner) {
        StringBuilder type = new StringBuilder();
        read(scanner, type, 0);
        return type.toString();
    }

    private static void read(Scanner scanner, StringBuilder type, int depth) {
        if (depth > DEEPEST) {
            throw scanner.wrong("a type that is less deep");
        }
        if (scanner.take("(")) { // the type of an empty tuple
            scanner.expect(")");
            type.append("()");
            return;
        }
        type.append(scanner.name());
        while (scanner.take(".")) {
            type.append('.').append(scanner.name());
        }
        if (scanner.take("[")) {
            type.append('[');
            while (!scanner.is("]")) {
                read(scanner, type, depth + 1);
                if (scanner.take(",") && !scanner.is("]")) {
                    type.append(", ");
                }
            }
            scanner.expect("]");
            type.append(']');
        }
        if (scanner.take("(")) { // dimensions or an optional mark of old files
            while (!scanner.is(")")) {
                scanner.next();
            }
            scanner.expect(")");
        }
    }

    /** Returns what a type is made of: the parts in its brackets, the words before them first. */
    public static List<String> parts(String type) {
        int open = type.indexOf('[');
        List<String> parts = new ArrayList<>(List.of(open < 0 ? type : type.substring(0, open)));
        int depth = 0;
        int start = open + 1;
        for (int i = open + 1; open >= 0 && i < type.length(); i++) {
            char c = type.charAt(i);
            boolean last = i == type.length() - 1;
            if (depth == 0 && (c == ',' || last)) {
                if (!type.substring(start, i).isBlank()) {
                    parts.add(type.substring(start, i).trim());
                }
                start = i + 1;
            }
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        }
        return List.copyOf(parts);
    }
}
