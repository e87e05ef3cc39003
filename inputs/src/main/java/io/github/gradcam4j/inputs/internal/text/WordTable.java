package io.github.gradcam4j.inputs.internal.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads words from text: a table of words and numbers, separated by commas or tabs, or one word a line, counted from 0. */
final class WordTable {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final Pattern NUMBER_COLUMN = Pattern.compile("(?i)index|id|number|token_?id");
    private static final int ROWS_THAT_TELL = 20;

    private WordTable() {}

    static Map<String, Long> parse(String name, String text) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv") || lower.endsWith(".tsv")) {
            return table(rows(text, lower.endsWith(".csv") ? ',' : '\t'));
        }
        for (char separator : new char[] {'\t', ','}) {
            List<String> first = text.lines().skip(1).limit(ROWS_THAT_TELL).toList();
            if (!first.isEmpty() && first.stream().allMatch(line -> line.matches(".+" + separator + "\\d{1,10}"))) {
                return table(rows(text, separator));
            }
        }
        return list(text);
    }

    private static Map<String, Long> list(String text) {
        Map<String, Long> ids = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String word = lines.get(i);
            String where = "line " + (i + 1);
            if (word.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
                throw new IllegalArgumentException(where + " contains control characters; is it the right file?");
            }
            // Keras' TextVectorization begins with an empty word, for padding.
            if (word.isEmpty() && i > 0) {
                throw new IllegalArgumentException(
                        where + " is empty, but each line after the first must hold a word: its line counts");
            }
            if (ids.put(word, (long) i) != null) {
                throw new IllegalArgumentException(where + " repeats the word '" + word + "'");
            }
        }
        return ids;
    }

    private static Map<String, Long> table(List<List<String>> rows) {
        Map<String, Long> ids = new LinkedHashMap<>();
        boolean turned = false;
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            if (row.size() != 2) {
                throw new IllegalArgumentException("row " + (i + 1) + " has " + row.size()
                        + " fields, but must have two: a word and its number. Put words that contain the separator into"
                        + " quotes");
            }
            if (i == 0
                    && row.stream()
                            .noneMatch(field -> NUMBER.matcher(field.strip()).matches())) {
                turned = NUMBER_COLUMN.matcher(row.get(0).strip()).matches();
                continue;
            }
            String number = row.get(turned ? 0 : 1).strip();
            String word = row.get(turned ? 1 : 0);
            if (!NUMBER.matcher(number).matches() || Long.parseLong(number) > IndexFile.LARGEST_ID) {
                throw new IllegalArgumentException("row " + (i + 1) + " gives '" + word + "' the number '" + number
                        + "', but it must be a whole number from 0 to " + IndexFile.LARGEST_ID);
            }
            if (ids.put(word, Long.parseLong(number)) != null) {
                throw new IllegalArgumentException("row " + (i + 1) + " repeats the word '" + word + "'");
            }
        }
        return ids;
    }

    /** Splits into rows and fields as RFC 4180 says: quotes around fields, doubled within them. */
    private static List<List<String>> rows(String text, char separator) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                boolean pair = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                if (c == '"' && !pair) {
                    quoted = false;
                } else {
                    field.append(c);
                    i += pair ? 1 : 0;
                }
            } else if (c == '"' && field.isEmpty() && hasClosingQuote(text, i + 1, separator)) {
                quoted = true;
            } else if (c == separator) {
                row.add(field.toString());
                field.setLength(0);
            } else if (c == '\n') {
                end(rows, row, field);
            } else {
                field.append(c);
            }
        }
        end(rows, row, field);
        return rows;
    }

    /** Tables of tabs are often written without quoting, and then a quote is a character like any other. */
    private static boolean hasClosingQuote(String text, int from, char separator) {
        for (int i = text.indexOf('"', from); i >= 0; i = text.indexOf('"', i + 1)) {
            boolean pair = i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (!pair) {
                return i + 1 == text.length()
                        || "\r\n".indexOf(text.charAt(i + 1)) >= 0
                        || text.charAt(i + 1) == separator;
            }
            i++;
        }
        return false;
    }

    private static void end(List<List<String>> rows, List<String> row, StringBuilder field) {
        if (!field.isEmpty() && field.charAt(field.length() - 1) == '\r') {
            field.setLength(field.length() - 1);
        }
        if (!row.isEmpty() || !field.isEmpty()) {
            row.add(field.toString());
            rows.add(List.copyOf(row));
        }
        row.clear();
        field.setLength(0);
    }
}
