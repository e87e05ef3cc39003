package io.github.gradcam4j.notebook;

import com.google.auto.service.AutoService;
import io.github.gradcam4j.Explanation;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Teaches JJava to show explanations. JJava finds and installs it. */
@AutoService(Extension.class)
public final class JJavaExtension implements Extension {
    /** Creates the extension. */
    public JJavaExtension() {}

    @Override
    public void install(BaseKernel kernel) {
        register(kernel.getRenderer());
    }

    static void register(Renderer renderer) {
        renderer.createRegistration(Explanation.class)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.TEXT_PLAIN)
                .register((explanation, context) -> {
                    context.renderIfRequested(MIMEType.TEXT_HTML, () -> ExplanationOutput.html(explanation));
                    context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> ExplanationOutput.text(explanation));
                });
    }
}
