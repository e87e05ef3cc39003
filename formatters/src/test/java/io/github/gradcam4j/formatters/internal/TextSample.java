package io.github.gradcam4j.formatters.internal;

import io.github.gradcam4j.Explanation;
import io.github.gradcam4j.Heatmap;
import io.github.gradcam4j.TargetExplanation;
import io.github.gradcam4j.TokenWeight;
import io.github.gradcam4j.input.Document;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.input.Token;
import io.github.gradcam4j.input.TokenizedText;
import io.github.gradcam4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Builds explanations of texts by hand. */
public final class TextSample {
    private final String name;
    private final TokenizedText text;
    private final List<float[]> weights = new ArrayList<>();
    private boolean relu;
    private int item;
    private int items = 1;

    private TextSample(String name, TokenizedText text) {
        this.name = name;
        this.text = text;
    }

    public static TextSample of(TokenizedText text) {
        return new TextSample("review.txt", text);
    }

    /** Words are what stands between spaces. */
    public static TextSample words(String document) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = Pattern.compile("[^ \n]+").matcher(document);
        while (matcher.find()) {
            tokens.add(Token.of(matcher.group(), matcher.start(), matcher.end(), tokens.size()));
        }
        return of(new TokenizedText(document, tokens));
    }

    public TextSample named(String other) {
        TextSample sample = new TextSample(other, text);
        sample.weights.addAll(weights);
        return sample;
    }

    /** Adds a target. */
    public TextSample target(float... ofTokens) {
        weights.add(ofTokens);
        return this;
    }

    public TextSample relu() {
        relu = true;
        return this;
    }

    /** Makes it one of several windows. */
    public TextSample window(int number, int count) {
        item = number;
        items = count;
        return this;
    }

    public Explanation build() {
        Heatmap[] maps = weights.stream()
                .map(row -> new Heatmap(Shape.of(row.length), row))
                .toArray(Heatmap[]::new);
        Sample sample = Sample.of(maps).label("positive");
        Explanation bare = (relu ? sample : sample.signed()).build();
        List<TargetExplanation> targets = IntStream.range(0, maps.length)
                .mapToObj(i -> weighed(bare.targets().get(i), weights.get(i)))
                .toList();
        return new Explanation(
                new Document(Source.named(name), text.text()),
                item,
                items,
                Shape.of(1, text.tokens().size()),
                bare.layer(),
                targets,
                bare.ranking(),
                Optional.empty(),
                Optional.of(text),
                List.of(),
                bare.provenance(),
                Optional.empty());
    }

    private TargetExplanation weighed(TargetExplanation bare, float[] row) {
        return new TargetExplanation(
                bare.target(),
                bare.classIndex(),
                bare.label(),
                bare.score(),
                bare.probability(),
                bare.status(),
                bare.heatmap(),
                IntStream.range(0, row.length)
                        .filter(i -> !text.tokens().get(i).isPadding())
                        .mapToObj(i -> new TokenWeight(text.tokens().get(i), row[i]))
                        .toList());
    }
}
