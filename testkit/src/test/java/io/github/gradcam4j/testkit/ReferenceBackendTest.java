package io.github.gradcam4j.testkit;

import io.github.gradcam4j.spi.GradientBackend;
import java.util.List;

/** The contract, kept by the backend in plain Java. */
class ReferenceBackendTest extends GradientBackendContract {
    @Override
    protected GradientBackend backend() {
        return new ReferenceBackend();
    }

    @Override
    protected List<TestModel> models() {
        return ReferenceModels.all();
    }
}
