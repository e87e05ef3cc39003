package io.github.gradcam4j.spi;

import java.util.ArrayList;
import java.util.List;

/** Keeps the highest of the scores that are offered in the order of their classes. NaN ranks below every number. */
final class Ranking {
    private final int[] classes;
    private final float[] scores;
    private int count;

    Ranking(int capacity) {
        classes = new int[capacity];
        scores = new float[capacity];
    }

    void offer(int index, float score) {
        if (count == classes.length && (count == 0 || !isHigher(score, scores[count - 1]))) {
            return;
        }
        int place = count < classes.length ? count++ : count - 1;
        for (; place > 0 && isHigher(score, scores[place - 1]); place--) {
            classes[place] = classes[place - 1];
            scores[place] = scores[place - 1];
        }
        classes[place] = index;
        scores[place] = score;
    }

    private static boolean isHigher(float score, float other) {
        return score > other || (Float.isNaN(other) && !Float.isNaN(score));
    }

    List<Integer> classes() {
        List<Integer> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(classes[i]);
        }
        return list;
    }
}
