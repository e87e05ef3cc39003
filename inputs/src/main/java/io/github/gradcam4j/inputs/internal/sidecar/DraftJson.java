package io.github.gradcam4j.inputs.internal.sidecar;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.gradcam4j.InputException;
import io.github.gradcam4j.InputProfile;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.inputs.SidecarDraft;
import io.github.gradcam4j.inputs.internal.prepare.Assumption;
import io.github.gradcam4j.inputs.internal.prepare.PictureInput;
import io.github.gradcam4j.spi.Activation;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes the text of a draft. */
public final class DraftJson {
    private static final int USUAL_SIZE = 224;
    private static final String TOKENIZER = "tokenizer.json";
    private static final Pattern BESIDE_TOKENS =
            Pattern.compile("mask|type|segment|position", Pattern.CASE_INSENSITIVE);
    private static final String ACTIVATION =
            "ame the activation that makes probabilities of them: softmax (one class of many), sigmoid (each class by"
                    + " itself), or none.";
    private static final String PLAIN_SCORES = "The file ends in plain scores. N" + ACTIVATION;
    private static final String UNKNOWN_SCORES =
            "Whether the file ends in an activation is not known while the shape of its input is open. If it ends in plain"
                    + " scores, n" + ACTIVATION;

    private final JsonGenerator json;
    private final SidecarDraft draft;

    private DraftJson(JsonGenerator json, SidecarDraft draft) {
        this.json = json;
        this.draft = draft;
    }

    /** Returns the JSON text of a draft. */
    public static String write(SidecarDraft draft) {
        StringWriter text = new StringWriter();
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(printer);
            new DraftJson(json, draft).write();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return text.append('\n').toString();
    }

    private void write() throws IOException {
        Optional<PictureInput> picture = picture();
        json.writeStartObject();
        json.writeStringField(
                JsonObject.COMMENT,
                "Draft for " + draft.source().name()
                        + ". Check what the other comments say is assumed, and delete them. If"
                        + " you know the names of the classes, add \"labels\": a list of them, or the name of a text file"
                        + " beside the model with one name a line.");
        json.writeArrayFieldStart("inputs");
        for (TensorSpec input : draft.signature().inputs()) {
            input(input, picture.filter(p -> p.name().equals(input.name())));
        }
        json.writeEndArray();
        if (picture.isPresent()) {
            preprocessing(picture.get());
        }
        tokenizer();
        if (!draft.signature().outputs().isEmpty()) {
            output(draft.signature().outputs().get(0));
        }
        if (draft.layer().isPresent()) {
            json.writeStringField("layer", draft.layer().get());
        }
        json.writeEndObject();
    }

    private Optional<PictureInput> picture() {
        try {
            return Optional.of(PictureInput.find(draft.signature(), ModelProfile.unknown()));
        } catch (InputException e) {
            return Optional.empty();
        }
    }

    private void input(TensorSpec input, Optional<PictureInput> picture) throws IOException {
        json.writeStartObject();
        if (picture.filter(PictureInput::ambiguous).isPresent()) {
            json.writeStringField(JsonObject.COMMENT, "Assumed: layout. The sizes would fit NHWC as well.");
        }
        json.writeStringField("name", input.name());
        json.writeFieldName("shape");
        json.writeArray(input.shape().dims(), 0, input.shape().rank());
        if (picture.isPresent()) {
            json.writeStringField("layout", picture.get().layout().toString());
        }
        InputProfile.Kind kind = picture.isPresent()
                ? InputProfile.Kind.PICTURE
                : isTokens(input) ? InputProfile.Kind.TOKENS : InputProfile.Kind.TENSOR;
        json.writeStringField("kind", kind.toString());
        json.writeEndObject();
    }

    /** Whole numbers in rows are those of tokens, unless their name says what they are beside them. */
    private static boolean isTokens(TensorSpec input) {
        boolean whole = input.dtype() == DType.INT64 || input.dtype() == DType.INT32;
        return whole
                && input.shape().rank() == 2
                && !BESIDE_TOKENS.matcher(input.name()).find();
    }

    /** A tokenizer beside the model is its own. */
    private void tokenizer() throws IOException {
        if (draft.signature().inputs().stream().anyMatch(DraftJson::isTokens)) {
            if (draft.source().sibling(TOKENIZER).isPresent()) {
                json.writeStringField("tokenizer", TOKENIZER);
            } else {
                json.writeObjectFieldStart("tokenizer");
                json.writeStringField(
                        JsonObject.COMMENT,
                        "Assumed: the words of a text have no numbers yet. Name the file that gives them: \"file\", a"
                                + " tokenizer.json or a list of words beside the model.");
                json.writeStringField("kind", "words");
                json.writeEndObject();
            }
        }
    }

    private void preprocessing(PictureInput input) throws IOException {
        Assumption assumption = Assumption.of(input);
        PicturePreprocessing how = assumption.preprocessing();
        boolean sizeKnown = input.height() > 0 && input.width() > 0;
        json.writeObjectFieldStart("preprocessing");
        json.writeStringField(
                JsonObject.COMMENT,
                "Assumed: everything but the size; a model file does not tell how it was trained. These are the values of '"
                        + assumption.name()
                        + "'. resize: stretch, crop (with cropFraction, such as 0.875) or letterbox;"
                        + " channelOrder: RGB, BGR or GRAY; a pixel v of 0 to 255 becomes (v * scale - mean) / std."
                        + (sizeKnown ? "" : " The size [rows, columns] is assumed too."));
        json.writeStringField("resize", how.resize().toString());
        json.writeFieldName("size");
        json.writeArray(
                new int[] {sizeKnown ? input.height() : USUAL_SIZE, sizeKnown ? input.width() : USUAL_SIZE}, 0, 2);
        json.writeStringField("filter", how.filter().toString());
        json.writeFieldName("fill");
        json.writeArray(how.fill().stream().mapToInt(Integer::intValue).toArray(), 0, 3);
        json.writeStringField("channelOrder", how.order().name());
        json.writeNumberField("scale", how.scale());
        numbers("mean", how.mean());
        numbers("std", how.std());
        json.writeEndObject();
    }

    private void numbers(String name, List<Double> values) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values.stream().mapToDouble(Double::doubleValue).toArray(), 0, values.size());
    }

    /** An activation that the file contains is recognised there; a sidecar names the one that it leaves out. */
    private void output(TensorSpec output) throws IOException {
        boolean contained = draft.scores()
                .map(scores -> scores.probabilities() || !scores.activation().equals(Activation.NONE))
                .orElse(false);
        json.writeObjectFieldStart("output");
        List<String> names =
                draft.signature().outputs().stream().map(TensorSpec::name).toList();
        String comment = (names.size() < 2
                        ? ""
                        : "The model has several outputs: " + String.join(", ", names)
                                + ". Name the one that is asked about.")
                + (contained
                        ? ""
                        : (names.size() < 2 ? "" : " ") + (draft.scores().isPresent() ? PLAIN_SCORES : UNKNOWN_SCORES));
        if (!comment.isEmpty()) {
            json.writeStringField(JsonObject.COMMENT, comment);
        }
        json.writeStringField("name", output.name());
        if (!contained) {
            json.writeStringField("activation", Activation.NONE.toString());
        }
        json.writeEndObject();
    }
}
