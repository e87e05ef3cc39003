package io.github.gradcam4j.formatters.internal.text;

/** Names the ways to write a table. */
enum TableSyntax {
    /** Commas; fields with commas, quotes or line ends in quotes (RFC 4180). */
    COMMAS(",") {
        @Override
        String field(String text) {
            return text.chars().anyMatch(sign -> ",\"\r\n".indexOf(sign) >= 0)
                    ? '"' + text.replace("\"", "\"\"") + '"'
                    : text;
        }
    },
    /** Tabs; tabs, line ends and backslashes in fields as {@code \t}, {@code \n}, {@code \r} and {@code \\}. */
    TABS("\t") {
        @Override
        String field(String text) {
            return text.replace("\\", "\\\\")
                    .replace("\t", "\\t")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r");
        }
    };

    private final String separator;

    TableSyntax(String separator) {
        this.separator = separator;
    }

    String separator() {
        return separator;
    }

    /** Writes one field. */
    abstract String field(String text);
}
