package io.github.gradcam4j.cli.fetch;

import io.github.gradcam4j.BackendUnavailableException;
import io.github.gradcam4j.spi.NativeJar;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Fetches one file of a repository: exactly the bytes that were asked for, or nothing. */
final class Download {
    private static final int ATTEMPTS = 3;

    private final Repository repository;
    private final Connection connection;
    private final Duration pause;

    Download(Repository repository) {
        this(repository, new Connection(repository), Duration.ofSeconds(1));
    }

    Download(Repository repository, Connection connection, Duration pause) {
        this.repository = repository;
        this.connection = connection;
        this.pause = pause;
    }

    URI address(NativeJar jar) {
        return URI.create(repository.address() + "/" + jar.path());
    }

    /**
     * Writes a file.
     *
     * @param jar what is fetched
     * @param part where to; what it holds is worth nothing if this method fails
     * @param progress is told how many bytes there are
     */
    void to(NativeJar jar, Path part, LongConsumer progress) {
        URI address = address(jar);
        for (int attempt = 1; ; attempt++) {
            try {
                once(jar, address, part, progress);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new BackendUnavailableException(
                            "'" + address + "' cannot be fetched: " + reason(e) + " (" + ATTEMPTS
                                    + " attempts). Check the network, and the mirror and proxy in Maven's settings.xml",
                            e);
                }
            }
            rest(attempt);
        }
    }

    private void once(NativeJar jar, URI address, Path part, LongConsumer progress) throws IOException {
        HttpURLConnection answer = connection.open(address);
        try {
            int status = answer.getResponseCode();
            if (status >= 500) {
                throw new IOException("the server answers with status " + status);
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw new BackendUnavailableException("'" + address + "' cannot be fetched: " + refusal(status));
            }
            long told = answer.getContentLengthLong();
            if (told >= 0 && told != jar.bytes()) {
                throw length(jar, address, "is " + told + " bytes long");
            }
            String hash;
            try (InputStream in = answer.getInputStream()) {
                hash = copy(jar, address, in, part, progress);
            }
            if (!hash.equals(jar.sha256())) {
                throw new BackendUnavailableException("'" + address + "' has the SHA-256 " + hash + " and not "
                        + jar.sha256() + ", so it is not used. Check the mirror and what lies between it and here");
            }
        } finally {
            answer.disconnect();
        }
    }

    private static String copy(NativeJar jar, URI address, InputStream in, Path part, LongConsumer progress)
            throws IOException {
        MessageDigest digest = Sha256File.digest();
        byte[] buffer = new byte[1 << 16];
        long written = 0;
        try (OutputStream out = Written.to(part)) {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                written += read;
                if (written > jar.bytes()) {
                    throw length(jar, address, "goes on after " + jar.bytes() + " bytes");
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                progress.accept(written);
            }
        }
        if (written < jar.bytes()) {
            throw new EOFException("it ended after " + written + " of " + jar.bytes() + " bytes");
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static BackendUnavailableException length(NativeJar jar, URI address, String what) {
        return new BackendUnavailableException("'" + address + "' " + what + " and not " + jar.bytes()
                + ", so it is another file and not used. Check the mirror");
    }

    private String refusal(int status) {
        return switch (status) {
            case 401, 403 ->
                "the repository refuses (status " + status
                        + "). Give a <server> with the id of the mirror, username and"
                        + " password in Maven's settings.xml";
            case 404, 410 ->
                "the repository '" + repository + "' does not have it (status " + status
                        + "). Check the mirror in Maven's settings.xml";
            case 407 -> "the proxy wants a login (status 407). Give it in Maven's settings.xml";
            default -> "the server answers with status " + status + ". Check the mirror in Maven's settings.xml";
        };
    }

    private static String reason(IOException e) {
        return e instanceof UnknownHostException
                ? "the host '" + e.getMessage() + "' is not known, perhaps there is no network"
                : String.valueOf(e.getMessage());
    }

    private void rest(int attempt) {
        try {
            Thread.sleep(pause.toMillis() * attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendUnavailableException("fetching was interrupted", e);
        }
    }
}
