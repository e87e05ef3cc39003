/** Contract tests for plug-in authors, and a small backend in plain Java that passes them. */
module io.github.gradcam4j.testkit {
    requires transitive io.github.gradcam4j.core;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires org.opentest4j;
    requires static org.jspecify;

    exports io.github.gradcam4j.testkit;
}
