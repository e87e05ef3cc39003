package io.github.gradcam4j.testkit;

import io.github.gradcam4j.spi.ModelSource;
import io.github.gradcam4j.tensor.Layout;
import io.github.gradcam4j.testkit.Node.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Is a tiny convolutional network, made layer by layer, that {@link ReferenceBackend} opens. The last node is the output,
 * and every node is a layer. Not thread-safe while it is being built.
 */
public final class ReferenceNetwork {
    private final Layout layout;
    private final int batch;
    private final List<Node> nodes = new ArrayList<>();

    ReferenceNetwork(Layout layout, int batch) {
        this.layout = layout;
        this.batch = batch;
    }

    /**
     * Begins a network with one picture input of free height, width and batch.
     *
     * @param input the input's name
     * @param channels the number of its channels
     * @param layout {@link Layout#NCHW} or {@link Layout#NHWC}: the layout of the input and of all layers with positions
     * @return the network, to which operations are added
     */
    public static ReferenceNetwork of(String input, int channels, Layout layout) {
        return of(input, channels, layout, -1);
    }

    /**
     * Begins a network with one picture input and a given batch.
     *
     * @param input the input's name
     * @param channels the number of its channels
     * @param layout {@link Layout#NCHW} or {@link Layout#NHWC}
     * @param batch the number of items of every run; -1 if free
     * @return the network, to which operations are added
     */
    public static ReferenceNetwork of(String input, int channels, Layout layout, int batch) {
        if (!layout.equals(Layout.NCHW) && !layout.equals(Layout.NHWC)) {
            throw new IllegalArgumentException("layout " + layout + " is not known here; choose NCHW or NHWC");
        }
        ReferenceNetwork network = new ReferenceNetwork(layout, batch);
        network.nodes.add(new Node(input, Op.INPUT, List.of(), channels, 1, new double[0]));
        return network;
    }

    /**
     * Adds a 3 x 3 convolution with padding 1 and random weights.
     *
     * @param name the layer's name
     * @param channels the number of output channels
     * @param stride the stride in both directions
     * @param seed the seed of weights and biases
     * @return this network
     */
    public ReferenceNetwork conv(String name, int channels, int stride, long seed) {
        int inputs = last().channels() * 9;
        return add(name, Op.CONV, channels, stride, random(channels * inputs, channels, inputs, seed));
    }

    /**
     * Adds the larger of 0 and the value.
     *
     * @param name the layer's name
     * @return this network
     */
    public ReferenceNetwork relu(String name) {
        return add(name, Op.RELU, last().channels(), 1);
    }

    /**
     * Adds the hyperbolic tangent: smooth, so that differences have no kinks.
     *
     * @param name the layer's name
     * @return this network
     */
    public ReferenceNetwork tanh(String name) {
        return add(name, Op.TANH, last().channels(), 1);
    }

    /**
     * Adds the mean of 2 x 2 positions with stride 2; odd rows and columns at the end are dropped.
     *
     * @param name the layer's name
     * @return this network
     */
    public ReferenceNetwork pool(String name) {
        return add(name, Op.POOL, last().channels(), 1);
    }

    /**
     * Adds an earlier layer of the same shape: a path around what lies between.
     *
     * @param name the layer's name
     * @param earlier the earlier layer
     * @return this network
     */
    public ReferenceNetwork residual(String name, String earlier) {
        int previous = nodes.size() - 1;
        nodes.add(new Node(name, Op.ADD, List.of(previous, indexOf(earlier)), last().channels(), 1, new double[0]));
        return this;
    }

    /**
     * Adds the mean over all positions.
     *
     * @param name the layer's name
     * @return this network
     */
    public ReferenceNetwork globalPool(String name) {
        return add(name, Op.GAP, last().channels(), 1);
    }

    /**
     * Adds a fully connected layer with random weights.
     *
     * @param name the layer's name
     * @param classes the number of outputs
     * @param seed the seed of weights and biases
     * @return this network
     */
    public ReferenceNetwork linear(String name, int classes, long seed) {
        int inputs = last().channels();
        return add(name, Op.LINEAR, classes, 1, random(classes * inputs, classes, inputs, seed));
    }

    /**
     * Adds a fully connected layer with given weights.
     *
     * @param name the layer's name
     * @param weights a row of weights for each output
     * @param bias a bias for each output
     * @return this network
     */
    public ReferenceNetwork linear(String name, double[][] weights, double... bias) {
        double[] all = Arrays.copyOf(
                Arrays.stream(weights).flatMapToDouble(Arrays::stream).toArray(),
                weights.length * (last().channels() + 1));
        System.arraycopy(bias, 0, all, weights.length * last().channels(), bias.length);
        return add(name, Op.LINEAR, weights.length, 1, all);
    }

    /**
     * Adds normalised exponentials: the scores are then recognised as what goes in.
     *
     * @param name the layer's name
     * @return this network
     */
    public ReferenceNetwork softmax(String name) {
        return add(name, Op.SOFTMAX, last().channels(), 1);
    }

    /**
     * Returns the network as a model file in memory.
     *
     * @param name the file's name
     * @return the source, which keeps the network as it is now
     */
    public ModelSource source(String name) {
        return new BytesSource(name, bytes());
    }

    /**
     * Returns the network as the bytes of a model file.
     *
     * @return the bytes, to be written to a file of any name
     */
    public byte[] bytes() {
        return ReferenceFile.write(this);
    }

    Layout layout() {
        return layout;
    }

    int batch() {
        return batch;
    }

    List<Node> nodes() {
        return nodes;
    }

    int indexOf(String name) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no layer '" + name + "'; the layers are "
                + nodes.stream().map(Node::name).toList());
    }

    private Node last() {
        return nodes.get(nodes.size() - 1);
    }

    private ReferenceNetwork add(String name, Op op, int channels, int stride, double... weights) {
        nodes.add(new Node(name, op, List.of(nodes.size() - 1), channels, stride, weights));
        return this;
    }

    private static double[] random(int weights, int biases, int fan, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double bound = Math.sqrt(6.0 / fan);
        return random.doubles((long) weights + biases, -bound, bound).toArray();
    }
}
