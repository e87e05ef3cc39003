package io.github.gradcam4j.inputs.internal.picture;

import java.io.IOException;

/** Says what is wrong with the bytes of a picture; whoever knows its name makes a message of it. */
final class DamagedPictureException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedPictureException(String reason) {
        super(reason);
    }
}
