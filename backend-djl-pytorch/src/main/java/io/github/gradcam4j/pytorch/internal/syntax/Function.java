package io.github.gradcam4j.pytorch.internal.syntax;

import java.util.List;
import java.util.Optional;

/**
 * A function, or a method, whose first parameter then is the object.
 *
 * @param name its name
 * @param parameters what it takes
 * @param returns the type of its value, as it is written
 * @param body its steps
 * @param bodySpan the place of these steps: whole lines
 */
public record Function(String name, List<Parameter> parameters, String returns, List<Statement> body, Span bodySpan) {
    /**
     * What a function takes.
     *
     * @param name its name
     * @param type its type, as it is written
     * @param fallback the value if none is given
     * @param span its place in the text
     */
    public record Parameter(String name, String type, Optional<Expression> fallback, Span span) {}
}
