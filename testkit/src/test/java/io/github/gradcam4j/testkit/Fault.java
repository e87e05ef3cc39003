package io.github.gradcam4j.testkit;

/** A way in which a backend may be wrong, with a rule that must notice. */
enum Fault {
    ID_CHANGES("B01"),
    RECOGNISES_TEXT("B04"),
    THROWS_ON_GARBAGE("B04"),
    JUDGES_BY_NAME("B05"),
    DEVICE_REPLACED("B07"),
    LAYOUT_LIES("F03"),
    ACTIVATIONS_NOT_DETERMINISTIC("F06"),
    BATCH_MIXED_UP("F07"),
    WRITES_TO_INPUT("F08"),
    GRADIENT_WITHOUT_TARGET_AXIS("G01"),
    TARGETS_SWAPPED("G03"),
    FIRST_QUERY_FOR_ALL_ITEMS("G04"),
    TIES_HIGHER_CLASS_FIRST("G05"),
    NAMED_CLASSES_OFF_BY_ONE("G06"),
    DENSE_SEED_AS_ONE_HOT("G07"),
    LAYER_IGNORED("G08"),
    GRADIENTS_ACCUMULATE("G10"),
    FIRST_RANK_ONLY("G11"),
    GRADIENT_SCALED("D02"),
    GRADIENT_NEGATED("D02"),
    GRADIENT_SHIFTED("D02"),
    GRADIENT_PARTLY_ZERO("D03"),
    GRADIENT_OF_LAYER_BEHIND("D03"),
    GRADIENT_NOT_A_NUMBER("D02"),
    REPLAYS_OTHER_ITEM("D04"),
    UNKNOWN_LAYER_IS_LAST("R01"),
    UNKNOWN_INPUT_IGNORED("R02"),
    CLASS_CLAMPED("R05"),
    UNGUARDED_TENSORS("L01"),
    PASS_WORKS_AFTER_CLOSE("L02"),
    CLOSE_TWICE_THROWS("L03"),
    PASSES_SHARE_MEMORY("L05"),
    CANCELLATION_IGNORED("L07"),
    LEAKS("L08");

    private final String rule;

    Fault(String rule) {
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
