package io.github.gradcam4j.tensorflow.internal.keras.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {
    @ParameterizedTest
    @CsvSource({"2.2.4, KERAS_2", "2.2.4-tf, KERAS_2", "2.15.0, KERAS_2", "3.0.0, KERAS_3", "3.15.1, KERAS_3"})
    void the_version_tells_which_keras_wrote_a_file(String version, Dialect dialect) {
        assertThat(Dialect.of(version)).isEqualTo(dialect);
    }

    @ParameterizedTest
    @CsvSource({
        "Dense, dense",
        "Conv2D, conv2d",
        "Conv2DTranspose, conv2d_transpose",
        "LSTM, lstm",
        "ConvLSTM2D, conv_lstm2d",
        "TFOpLambda, tf_op_lambda",
        "PReLU, p_re_lu",
        "GlobalAveragePooling2D, global_average_pooling2d",
        "GroupQueryAttention, grouped_query_attention"
    })
    void groups_of_weights_are_called_after_classes(String className, String group) {
        assertThat(Dialect.groupName(className)).isEqualTo(group);
    }
}
