package io.github.gradcam4j.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gradcam4j.InputException;
import io.github.gradcam4j.InputProfile;
import io.github.gradcam4j.Labels;
import io.github.gradcam4j.ModelProfile;
import io.github.gradcam4j.input.Picture;
import io.github.gradcam4j.input.PictureGeometry;
import io.github.gradcam4j.input.PicturePreprocessing;
import io.github.gradcam4j.input.PicturePreprocessing.ChannelOrder;
import io.github.gradcam4j.input.PicturePreprocessing.Filter;
import io.github.gradcam4j.input.PicturePreprocessing.Resize;
import io.github.gradcam4j.input.Source;
import io.github.gradcam4j.inputs.internal.prepare.PicturePreparer;
import io.github.gradcam4j.spi.ModelSignature;
import io.github.gradcam4j.spi.PreparedInput;
import io.github.gradcam4j.spi.TensorSpec;
import io.github.gradcam4j.tensor.DType;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.tensor.Shape;
import io.github.gradcam4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturePreparerTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("repository.dir"));
    private static final PicturePreparer PREPARER = new PicturePreparer();

    /** A case of fixtures/inputs/resize/cases.json. */
    record Case(String file, String source, Filter filter, Resize resize, int width, int height) {}

    static List<Case> cases() {
        String json = new String(Fixtures.bytes("resize/cases.json"), StandardCharsets.UTF_8);
        Pattern one = Pattern.compile("\"file\": \"(.*?)\",\\s*\"source\": \"(.*?)\",\\s*\"filter\": \"(.*?)\",\\s*"
                + "\"resize\": \"(.*?)\",\\s*\"width\": (\\d+),\\s*\"height\": (\\d+)");
        return one.matcher(json).results().map(PicturePreparerTest::one).toList();
    }

    private static Case one(MatchResult found) {
        return new Case(
                found.group(1),
                found.group(2),
                Filter.valueOf(found.group(3).toUpperCase(Locale.ROOT)),
                Resize.valueOf(found.group(4).toUpperCase(Locale.ROOT)),
                Integer.parseInt(found.group(5)),
                Integer.parseInt(found.group(6)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void resized_pixels_are_those_of_pillow(Case recorded) {
        Picture picture = Pictures.read(Fixtures.FOLDER.resolve("resize/" + recorded.source()));
        Tensor expected = Npy.read(Fixtures.FOLDER.resolve("resize/" + recorded.file()));
        PicturePreprocessing how = raw(recorded.resize(), 0.875, recorded.filter(), ChannelOrder.RGB);
        PreparedInput prepared =
                prepare(picture, DType.UINT8, Shape.of(1, recorded.height(), recorded.width(), 3), known(how));
        assertThat(prepared.warnings()).isEmpty();
        assertThat(Fixtures.values(tensor(prepared))).isEqualTo(Fixtures.values(expected));
    }

    @Test
    void all_combinations_of_filters_and_ways_to_resize_are_recorded() {
        assertThat(cases()).hasSize(2 * 4 * 2 * 3);
    }

    @Test
    void grey_is_computed_before_resizing_as_pillow_does() {
        Picture picture = Pictures.read(Fixtures.FOLDER.resolve("resize/source.png"));
        Tensor expected = Npy.read(Fixtures.FOLDER.resolve("resize/source.grey.npy"));
        PicturePreprocessing how = raw(Resize.STRETCH, 1, Filter.BILINEAR, ChannelOrder.GRAY);
        PreparedInput prepared = prepare(picture, DType.UINT8, Shape.of(1, 1, 29, 31), known(how));
        assertThat(Fixtures.values(tensor(prepared))).isEqualTo(Fixtures.values(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chelsea", "coffee"})
    void photographs_become_the_very_pixels_that_the_bundled_model_was_checked_with(String name) {
        Picture photograph = Pictures.read(REPOSITORY.resolve("docs/images/" + name + ".jpg"));
        Tensor expected = Npy.read(REPOSITORY.resolve("models/src/test/resources/golden/" + name + ".pixels.npy"));
        PreparedInput prepared =
                prepare(photograph, DType.UINT8, Shape.of(-1, 224, 224, 3), known(PicturePreprocessing.named("raw")));
        assertThat(tensor(prepared).bytes()).isEqualTo(expected.bytes());
    }

    /** A bright block on black must come out where the geometry says, and nowhere else. */
    @ParameterizedTest
    @EnumSource(Resize.class)
    void a_block_of_the_picture_lands_where_the_geometry_says(Resize resize) {
        int[][] sizes = {{97, 61}, {61, 97}, {40, 40}, {12, 9}};
        for (int[] size : sizes) {
            int[] argb = new int[size[0] * size[1]];
            Arrays.fill(argb, 0xff000000);
            int left = size[0] / 2 - 1;
            int top = size[1] / 2;
            for (int y = top; y < top + 2; y++) {
                Arrays.fill(argb, y * size[0] + left, y * size[0] + left + 3, 0xffffffff);
            }
            Picture picture = new Picture(Source.named("block"), size[0], size[1], argb);
            PreparedInput prepared = prepare(
                    picture,
                    DType.FLOAT32,
                    Shape.of(1, 3, 47, 35),
                    known(raw(resize, 0.8, Filter.BILINEAR, ChannelOrder.RGB)));
            PictureGeometry geometry = prepared.geometry().orElseThrow();
            double[] centre = centreOfLight(tensor(prepared).floats().slice(0, 47 * 35), 47, 35);
            assertThat(centre[0]).isCloseTo(geometry.toNetworkX(left + 1.5), within(0.25));
            assertThat(centre[1]).isCloseTo(geometry.toNetworkY(top + 1), within(0.25));
            double area = 3 * geometry.scaleX() * 2 * geometry.scaleY();
            assertThat(centre[2]).isCloseTo(area, within(0.15 * area));
            assertThat(geometry.toPictureX(geometry.toNetworkX(7.25))).isCloseTo(7.25, within(1e-12));
            assertThat(geometry.seesWholePicture()).isEqualTo(resize != Resize.CROP);
        }
    }

    /** Column and row of the centre of light, and the light's sum in units of white pixels. */
    private static double[] centreOfLight(java.nio.FloatBuffer plane, int height, int width) {
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < height * width; i++) {
            // the fill is black here, so that all light is the block's
            double light = plane.get(i) / 255;
            sum += light;
            x += light * (i % width + 0.5);
            y += light * (i / width + 0.5);
        }
        return new double[] {x / sum, y / sum, sum};
    }

    @Test
    void every_corner_of_a_letterboxed_picture_is_seen_and_the_rest_is_fill() {
        int[] argb = {0xffff0000, 0xff00ff00, 0xff00ff00, 0xff0000ff, 0xff0000ff, 0xffffffff};
        Picture picture = new Picture(Source.named("corners"), 3, 2, argb);
        PicturePreprocessing how = new PicturePreprocessing(
                Resize.LETTERBOX, 1, Filter.NEAREST, ChannelOrder.BGR, 1, zeros(3), ones(3), List.of(1, 2, 3));
        Tensor tensor = tensor(prepare(picture, DType.FLOAT32, Shape.of(1, 3, 8, 9), known(how)));
        assertThat(tensor.layout()).isEqualTo(Layout.NCHW);
        // 3 x 2 becomes 9 x 6, one row of fill above and below; blue comes first
        assertThat(pixel(tensor, 0, 0)).containsExactly(3, 2, 1);
        assertThat(pixel(tensor, 1, 0)).containsExactly(0, 0, 255);
        assertThat(pixel(tensor, 1, 8)).containsExactly(0, 255, 0);
        assertThat(pixel(tensor, 6, 0)).containsExactly(255, 0, 0);
        assertThat(pixel(tensor, 6, 8)).containsExactly(255, 255, 255);
        assertThat(pixel(tensor, 7, 8)).containsExactly(3, 2, 1);
    }

    private static float[] pixel(Tensor nchw, int row, int column) {
        float[] values = new float[(int) nchw.shape().dim(1)];
        int width = (int) nchw.shape().dim(3);
        int plane = (int) nchw.shape().dim(2) * width;
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] = nchw.floats().get(channel * plane + row * width + column);
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1e-6", "FLOAT64, 1e-15", "FLOAT16, 2e-3"})
    void values_are_scaled_shifted_and_divided_channel_by_channel(DType dtype, double tolerance) {
        Picture picture = new Picture(Source.named("one"), 1, 1, new int[] {0xff0a64fa});
        PreparedInput prepared =
                prepare(picture, dtype, Shape.of(1, 3, 1, 1), known(PicturePreprocessing.named("torch")));
        double[] expected = {(10 / 255.0 - 0.485) / 0.229, (100 / 255.0 - 0.456) / 0.224, (250 / 255.0 - 0.406) / 0.225
        };
        for (int i = 0; i < 3; i++) {
            assertThat(value(tensor(prepared), i)).isCloseTo(expected[i], within(tolerance));
        }
    }

    private static double value(Tensor tensor, int index) {
        return switch (tensor.dtype()) {
            case FLOAT32 -> tensor.floats().get(index);
            case FLOAT64 -> tensor.bytes().asDoubleBuffer().get(index);
            default -> half(tensor.bytes().getShort(2 * index));
        };
    }

    /** The value of a normal half precision number. */
    private static double half(short bits) {
        double size = Math.scalb(1024 + (bits & 0x3ff), (bits >> 10 & 0x1f) - 25);
        return bits < 0 ? -size : size;
    }

    @Test
    void transparent_pixels_are_laid_over_the_fill() {
        Picture picture = new Picture(Source.named("glass"), 1, 2, new int[] {0x00ff0000, 0x80ff0000});
        PicturePreprocessing how = new PicturePreprocessing(
                Resize.STRETCH, 1, Filter.NEAREST, ChannelOrder.RGB, 1, zeros(3), ones(3), List.of(0, 100, 200));
        Tensor tensor = tensor(prepare(picture, DType.UINT8, Shape.of(1, 2, 1, 3), known(how)));
        assertThat(Fixtures.values(tensor)).containsExactly(0, 100, 200, 128, 50, 100);
    }

    @Test
    void what_is_assumed_is_a_warning_that_says_how_to_tell() {
        Picture picture = new Picture(Source.named("grey"), 2, 2, new int[] {-1, -1, -1, -1});
        PreparedInput first = prepare(picture, DType.FLOAT32, Shape.of(1, 3, 4, 4), ModelProfile.unknown());
        assertThat(first.warnings()).singleElement().asString().contains("'torch' is assumed", "--preprocess");
        assertThat(value(tensor(first), 0)).isCloseTo((1 - 0.485) / 0.229, within(1e-6));
        PreparedInput last = prepare(picture, DType.FLOAT32, Shape.of(1, 4, 4, 3), ModelProfile.unknown());
        assertThat(last.warnings()).singleElement().asString().contains("'tf' is assumed");
        assertThat(tensor(last).layout()).isEqualTo(Layout.NHWC);
        PreparedInput grey = prepare(picture, DType.FLOAT32, Shape.of(-1, 1, 4, 4), ModelProfile.unknown());
        assertThat(grey.warnings()).singleElement().asString().contains("in grey");
        assertThat(tensor(grey).shape()).isEqualTo(Shape.of(1, 1, 4, 4));
        PreparedInput ambiguous =
                prepare(picture, DType.FLOAT32, Shape.of(1, 3, 4, 3), known(PicturePreprocessing.named("unit")));
        assertThat(ambiguous.warnings()).singleElement().asString().contains("NCHW is assumed");
    }

    /** What keras.applications.imagenet_utils.preprocess_input makes of a pixel, with channels last. */
    @Test
    void the_modes_of_keras_are_known_for_channels_last() {
        Picture picture = new Picture(Source.named("orange"), 1, 2, new int[] {0xffff8000, 0xff204060});
        Map<String, double[]> expected = Map.of(
                "caffe", new double[] {-103.939, 128 - 116.779, 255 - 123.68, 96 - 103.939, 64 - 116.779, 32 - 123.68},
                "tf", new double[] {1, 128 / 127.5 - 1, -1, 32 / 127.5 - 1, 64 / 127.5 - 1, 96 / 127.5 - 1},
                "torch",
                        new double[] {
                            (1 - 0.485) / 0.229,
                            (128 / 255.0 - 0.456) / 0.224,
                            -0.406 / 0.225,
                            (32 / 255.0 - 0.485) / 0.229,
                            (64 / 255.0 - 0.456) / 0.224,
                            (96 / 255.0 - 0.406) / 0.225
                        },
                "raw", new double[] {255, 128, 0, 32, 64, 96});
        expected.forEach((name, values) -> {
            PicturePreprocessing how = PicturePreprocessing.named(name).withResize(Resize.STRETCH);
            Tensor tensor = tensor(prepare(picture, DType.FLOAT32, Shape.of(-1, 2, 1, 3), known(how)));
            assertThat(tensor.layout()).isEqualTo(Layout.NHWC);
            for (int i = 0; i < values.length; i++) {
                assertThat(value(tensor, i)).as(name + " " + i).isCloseTo(values[i], within(1e-4));
            }
        });
    }

    @Test
    void sizes_that_the_file_leaves_open_come_from_profile_or_option() {
        Picture picture = new Picture(Source.named("white"), 2, 2, new int[] {-1, -1, -1, -1});
        PicturePreprocessing unit = PicturePreprocessing.named("unit");
        Shape open = Shape.of(-1, 3, -1, -1);
        assertThatThrownBy(() -> prepare(picture, DType.FLOAT32, open, known(unit)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--shape x=1x3x224x224");
        ModelProfile shaped = known(unit).withShapes(Map.of("x", Shape.of(1, 3, 6, 8)));
        assertThat(tensor(prepare(picture, DType.FLOAT32, open, shaped)).shape())
                .isEqualTo(Shape.of(1, 3, 6, 8));
        ModelProfile sized = new ModelProfile(
                List.of(),
                Optional.of(unit),
                Optional.of(Shape.of(5, 7)),
                Optional.empty(),
                Optional.empty(),
                io.github.gradcam4j.Labels.unknown(),
                Optional.empty(),
                Optional.empty());
        assertThat(tensor(prepare(picture, DType.FLOAT32, open, sized)).shape()).isEqualTo(Shape.of(1, 3, 5, 7));
        assertThatThrownBy(() -> prepare(picture, DType.FLOAT32, Shape.of(1, 3, 9, 7), sized))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("[5, 7]");
    }

    @Test
    void models_that_take_no_such_picture_are_refused_with_the_reason() {
        Picture picture = new Picture(Source.named("white"), 1, 1, new int[] {-1});
        ModelProfile unit = known(PicturePreprocessing.named("unit"));
        refused(picture, DType.FLOAT32, Shape.of(1, 512), unit, "takes no picture");
        refused(picture, DType.FLOAT32, Shape.of(8, 3, 4, 4), unit, "batches of 8");
        refused(picture, DType.FLOAT32, Shape.of(1, 1, 4, 4), unit, "takes 1");
        refused(picture, DType.INT64, Shape.of(1, 3, 4, 4), unit, "int64");
        refused(picture, DType.UINT8, Shape.of(1, 3, 4, 4), unit, "--preprocess raw");
        refused(picture, DType.FLOAT32, Shape.of(-1, -1, -1, -1), unit, "takes no picture");
        ModelProfile tokens = new ModelProfile(
                List.of(new InputProfile(
                        "x", Optional.empty(), Optional.empty(), Optional.of(InputProfile.Kind.TENSOR))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                io.github.gradcam4j.Labels.unknown(),
                Optional.empty(),
                Optional.empty());
        refused(picture, DType.FLOAT32, Shape.of(1, 3, 4, 4), tokens, "takes no picture");
        Picture thread = new Picture(Source.named("thread"), 2_000_000, 1, new int[2_000_000]);
        ModelProfile crop = known(raw(Resize.CROP, 0.1, Filter.BILINEAR, ChannelOrder.RGB));
        refused(thread, DType.FLOAT32, Shape.of(1, 3, 224, 224), crop, "elongated");
    }

    private static void refused(Picture picture, DType dtype, Shape shape, ModelProfile profile, String reason) {
        assertThatThrownBy(() -> prepare(picture, dtype, shape, profile))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_shape_that_is_told_wins_over_the_size_in_the_sidecar() {
        ModelProfile sidecar = new ModelProfile(
                List.of(),
                Optional.of(PicturePreprocessing.named("torch")),
                Optional.of(Shape.of(8, 9)),
                Optional.empty(),
                Optional.empty(),
                Labels.unknown(),
                Optional.empty(),
                Optional.empty());
        Picture picture = new Picture(Source.named("grey"), 12, 10, new int[120]);
        Shape open = Shape.of(-1, 3, -1, -1);
        assertThat(tensor(prepare(picture, DType.FLOAT32, open, sidecar)).shape())
                .isEqualTo(Shape.of(1, 3, 8, 9));
        ModelProfile told = sidecar.withShapes(Map.of("x", Shape.of(1, 3, 5, 7)));
        assertThat(tensor(prepare(picture, DType.FLOAT32, open, told)).shape()).isEqualTo(Shape.of(1, 3, 5, 7));
        ModelProfile half = sidecar.withShapes(Map.of("x", Shape.of(1, 3, -1, -1)));
        assertThat(tensor(prepare(picture, DType.FLOAT32, open, half)).shape()).isEqualTo(Shape.of(1, 3, 8, 9));
    }

    private static PreparedInput prepare(Picture picture, DType dtype, Shape shape, ModelProfile profile) {
        return PREPARER.prepare(
                picture, new ModelSignature(List.of(new TensorSpec("x", dtype, shape)), List.of()), profile);
    }

    private static Tensor tensor(PreparedInput prepared) {
        return prepared.tensors().get("x");
    }

    private static ModelProfile known(PicturePreprocessing how) {
        return ModelProfile.unknown().withPreprocessing(how);
    }

    private static PicturePreprocessing raw(Resize resize, double fraction, Filter filter, ChannelOrder order) {
        List<Integer> fill = resize == Resize.LETTERBOX && fraction == 0.8 ? List.of(0, 0, 0) : List.of(10, 20, 30);
        int channels = order.channels();
        return new PicturePreprocessing(resize, fraction, filter, order, 1, zeros(channels), ones(channels), fill);
    }

    private static List<Double> zeros(int channels) {
        return java.util.Collections.nCopies(channels, 0.0);
    }

    private static List<Double> ones(int channels) {
        return java.util.Collections.nCopies(channels, 1.0);
    }
}
