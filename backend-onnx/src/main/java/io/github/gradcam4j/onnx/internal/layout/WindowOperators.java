package io.github.gradcam4j.onnx.internal.layout;

import io.github.gradcam4j.internal.axes.ChannelOrder;
import io.github.gradcam4j.internal.axes.ChannelRule;
import io.github.gradcam4j.internal.axes.Known;
import io.github.gradcam4j.internal.axes.Node;
import io.github.gradcam4j.internal.axes.Rule;
import io.github.gradcam4j.internal.axes.Step;
import io.github.gradcam4j.internal.axes.WindowRule;
import io.github.gradcam4j.onnx.internal.proto.AttributeValue;
import java.util.List;
import java.util.Optional;

/** Convolutions and pools. */
final class WindowOperators {
    /**
     * In the runtime's blocked layout some channels of a position are side by side, so that axes count nothing, although there
     * are as many. Only what an operator takes from a user is not blocked.
     */
    private record BlockingRule() implements Rule {
        @Override
        public Optional<ChannelOrder> channels() {
            return Optional.of(ChannelOrder.FIRST);
        }

        @Override
        public void forward(Step step, Known known) {
            // The result is blocked.
        }
    }

    private WindowOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("""
                Conv ConvTranspose QLinearConv ConvInteger DepthToSpace SpaceToDepth com.microsoft.FusedConv""", a -> a.make(new WindowRule(order(a), kernel(a), false)));
        registry.put("""
                MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool GlobalLpPool MaxUnpool
                com.microsoft.QLinearAveragePool com.microsoft.QLinearGlobalAveragePool""", a -> a.make(new WindowRule(order(a), kernel(a), true)));
        registry.put("""
                com.microsoft.nchwc.Conv com.microsoft.nchwc.MaxPool com.microsoft.nchwc.AveragePool
                com.microsoft.nchwc.GlobalMaxPool com.microsoft.nchwc.GlobalAveragePool
                com.microsoft.nchwc.Upsample""", a -> {
            if (a.readings().graph().isInput(a.proto().inputs().get(0))) {
                a.make(new BlockingRule());
            }
        });
        registry.put("com.microsoft.nchwc.ReorderInput", a -> a.make(isLast(a) ? Rule.NOTHING : new BlockingRule()));
        registry.put("com.microsoft.nchwc.ReorderOutput", a -> {
            Node ordered = a.between(Rule.NOTHING, a.inputs(), a.made());
            a.make(isLast(a) ? Rule.NOTHING : new ChannelRule(ChannelOrder.FIRST), List.of(ordered), a.output());
        });
    }

    private static boolean isLast(Operation a) {
        return Readings.integer(a.proto(), "channels_last", 0) != 0;
    }

    private static ChannelOrder order(Operation a) {
        return isLast(a) ? ChannelOrder.LAST : ChannelOrder.FIRST;
    }

    private static List<Long> kernel(Operation a) {
        return a.proto().attributes().get("kernel_shape") instanceof AttributeValue.Ints kernel
                ? kernel.values()
                : List.of();
    }
}
