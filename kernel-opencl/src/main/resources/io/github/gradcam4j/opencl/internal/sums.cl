/*
 * Sums of products over strided arrays.
 *
 * A Sum is wider than a float: a double where the device has them (WIDE), or else two floats, of which the second collects
 * what rounding took from the first (Ogita, Rump, Oishi: Accurate sum and dot product). Where the first is not finite, it is
 * the result: infinities and NaN arrive as they would in a plain sum.
 *
 * Work is done in two steps: many work-items sum slices of what one value needs, and one work-item adds the slices up in a
 * fixed order, so that the same task always gives the same bits. Neighbouring work-items read neighbouring elements: which
 * index runs fastest depends on the layout.
 */
#pragma OPENCL FP_CONTRACT OFF

#ifdef WIDE

#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double Sum;

inline Sum nothing(void) { return 0.0; }
inline Sum wide(float x) { return x; }
inline Sum plus_value(Sum s, float x) { return s + x; }
inline Sum plus_sum(Sum s, Sum t) { return s + t; }
inline Sum plus_product(Sum s, Sum weight, float x) { return s + weight * x; }
inline Sum over(Sum s, int count) { return s / count; }
inline Sum negated(Sum s) { return 0 - s; }
inline float rounded(Sum s) { return (float) s; }

#else

typedef float2 Sum;

inline Sum nothing(void) { return (float2)(0.0f, 0.0f); }
inline Sum wide(float x) { return (float2)(x, 0.0f); }

inline Sum plus_value(Sum s, float x) {
    float sum = s.x + x;
    float part = sum - s.x;
    float lost = (s.x - (sum - part)) + (x - part);
    return (float2)(sum, s.y + lost);
}

inline Sum plus_sum(Sum s, Sum t) {
    Sum sum = plus_value(s, t.x);
    return (float2)(sum.x, sum.y + t.y);
}

inline Sum plus_product(Sum s, Sum weight, float x) {
    float product = weight.x * x;
    float lost = fma(weight.x, x, -product) + weight.y * x;
    Sum sum = plus_value(s, product);
    return (float2)(sum.x, sum.y + lost);
}

inline Sum over(Sum s, int count) {
    float n = (float) count;
    float quotient = s.x / n;
    float rest = fma(-quotient, n, s.x) + s.y;
    return (float2)(quotient, rest / n);
}

inline Sum negated(Sum s) { return (float2)(0.0f - s.x, 0.0f - s.y); }
inline float rounded(Sum s) { return isfinite(s.x) ? s.x + s.y : s.x; }

#endif

/* Slices of the sum of a channel's gradient: partial[row][slice][channel], a row for each target and item. */
__kernel void gradient_sums(
        __global const float *gradients,
        int offset, int target_stride, int item_stride, int channel_stride, int position_stride,
        int rows, int items, int channels, int positions, int slices, int slices_first,
        __global Sum *partial) {
    size_t id = get_global_id(0);
    if (id >= (size_t) rows * slices * channels) {
        return;
    }
    int first = (int) (id % (slices_first ? slices : channels));
    int rest = (int) (id / (slices_first ? slices : channels));
    int second = rest % (slices_first ? channels : slices);
    int row = rest / (slices_first ? channels : slices);
    int slice = slices_first ? first : second;
    int channel = slices_first ? second : first;
    __global const float *from = gradients + offset + (row / items) * target_stride + (row % items) * item_stride
            + channel * channel_stride;
    Sum sum = nothing();
    for (int position = slice; position < positions; position += slices) {
        sum = plus_value(sum, from[position * position_stride]);
    }
    partial[((size_t) row * slices + slice) * channels + channel] = sum;
}

/* The mean of each channel's gradient: weights[row][channel]. */
__kernel void means(
        __global const Sum *partial, int rows, int channels, int positions, int slices, __global Sum *weights) {
    size_t id = get_global_id(0);
    if (id >= (size_t) rows * channels) {
        return;
    }
    size_t row = id / channels;
    size_t channel = id % channels;
    Sum sum = nothing();
    for (int slice = 0; slice < slices; slice++) {
        sum = plus_sum(sum, partial[(row * slices + slice) * channels + channel]);
    }
    weights[id] = over(sum, positions);
}

/*
 * Slices of the sum over channels: partial[row][slice][position]. The factor of an activation is the channel's weight, or
 * else the gradient, which is the same in every position where its position stride is 0.
 */
__kernel void products(
        __global const float *activations,
        int offset, int item_stride, int channel_stride, int position_stride,
        __global const float *gradients,
        int g_offset, int g_target_stride, int g_item_stride, int g_channel_stride, int g_position_stride,
        __global const Sum *weights, int weighted,
        int rows, int items, int channels, int positions, int slices, int slices_first,
        __global Sum *partial) {
    size_t id = get_global_id(0);
    if (id >= (size_t) rows * slices * positions) {
        return;
    }
    int first = (int) (id % (slices_first ? slices : positions));
    int rest = (int) (id / (slices_first ? slices : positions));
    int second = rest % (slices_first ? positions : slices);
    int row = rest / (slices_first ? positions : slices);
    int slice = slices_first ? first : second;
    int position = slices_first ? second : first;
    int item = row % items;
    __global const float *from = activations + offset + item * item_stride + position * position_stride;
    __global const float *gradient = gradients + g_offset + (row / items) * g_target_stride + item * g_item_stride
            + position * g_position_stride;
    __global const Sum *weight = weights + (size_t) row * channels;
    Sum sum = nothing();
    if (weighted) {
        for (int channel = slice; channel < channels; channel += slices) {
            sum = plus_product(sum, weight[channel], from[channel * channel_stride]);
        }
    } else {
        for (int channel = slice; channel < channels; channel += slices) {
            sum = plus_product(sum, wide(gradient[channel * g_channel_stride]), from[channel * channel_stride]);
        }
    }
    partial[((size_t) row * slices + slice) * positions + position] = sum;
}

/* The map: maps[row][position]. */
__kernel void maps(
        __global const Sum *partial, int rows, int positions, int slices, int negate, int relu, __global float *result) {
    size_t id = get_global_id(0);
    if (id >= (size_t) rows * positions) {
        return;
    }
    size_t row = id / positions;
    size_t position = id % positions;
    Sum sum = nothing();
    for (int slice = 0; slice < slices; slice++) {
        sum = plus_sum(sum, partial[(row * slices + slice) * positions + position]);
    }
    float value = rounded(negate ? negated(sum) : sum);
    result[id] = relu && value < 0 ? 0 : value;
}
