package io.github.gradcam4j.pytorch.internal.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads pickles as libtorch writes them: protocol 2, without most of its operations. Nothing is run, and what hostile bytes
 * claim is neither believed nor reserved: what is in memory never exceeds some multiple of the bytes.
 */
public final class PickleReader {
    private static final int MOST_STEPS = 8_000_000;
    private static final Object MARK = new Object();

    private final Cursor cursor;
    private final Calls calls;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final Map<Long, @Nullable Object> memo = new HashMap<>();

    private PickleReader(byte[] bytes, String folder) {
        this.cursor = new Cursor(bytes);
        this.calls = new Calls(folder);
    }

    /**
     * Reads a pickle.
     *
     * @param bytes its bytes
     * @param folder the archive's folder with the elements of its tensors: {@code data} or {@code constants}
     * @return its value: a {@link Pickled}, Long, Double, Boolean, String or null
     * @throws PickleException if it is not what libtorch writes, or too large or deep
     */
    public static @Nullable Object read(byte[] bytes, String folder) {
        PickleReader reader = new PickleReader(bytes, folder);
        int steps = 0;
        while (reader.step(reader.cursor.unsigned8())) {
            if (++steps > MOST_STEPS) {
                throw new PickleException("the pickle has more than " + MOST_STEPS + " steps");
            }
        }
        Object value = reader.pop();
        if (!reader.stack.isEmpty()) {
            throw reader.wrong("values are left over");
        }
        Depth.check(new Pickled.Tuple(Collections.singletonList(value)));
        return value;
    }

    /** Returns false at the end. */
    private boolean step(int operation) {
        switch (operation) {
            case 0x80 -> protocol(cursor.unsigned8());
            case '.' -> {
                return false;
            }
            case '(' -> stack.add(MARK);
            case '0' -> pop();
            case 'N' -> stack.add(null);
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case 'K' -> stack.add((long) cursor.unsigned8());
            case 'M' -> stack.add((long) cursor.unsigned16());
            case 'J' -> stack.add(cursor.signed32());
            case 0x8a -> stack.add(cursor.whole(cursor.unsigned8()));
            case 'G' -> stack.add(cursor.float64());
            case 'X' -> stack.add(cursor.text(cursor.unsigned32()));
            case 0x8d -> stack.add(cursor.text(cursor.signed64()));
            case 'U' -> stack.add(cursor.text(cursor.unsigned8()));
            case 'T' -> stack.add(cursor.text(cursor.unsigned32()));
            case 'q' -> memo.put((long) cursor.unsigned8(), top());
            case 'r' -> memo.put(cursor.unsigned32(), top());
            case 'h' -> recall(cursor.unsigned8());
            case 'j' -> recall(cursor.unsigned32());
            default -> compound(operation);
        }
        return true;
    }

    private void compound(int operation) {
        switch (operation) {
            case ')' -> stack.add(new Pickled.Tuple(List.of()));
            case 0x85 -> stack.add(tuple(last(1)));
            case 0x86 -> stack.add(tuple(last(2)));
            case 0x87 -> stack.add(tuple(last(3)));
            case 't' -> stack.add(tuple(sinceMark()));
            case ']' -> stack.add(new Pickled.Sequence());
            case 'l' -> {
                Pickled.Sequence list = new Pickled.Sequence();
                list.items.addAll(sinceMark());
                stack.add(list);
            }
            case 'a' -> append(last(1));
            case 'e' -> append(sinceMark());
            case '}' -> stack.add(new Pickled.Dict());
            case 'd' -> {
                List<@Nullable Object> items = sinceMark();
                stack.add(new Pickled.Dict());
                put(items);
            }
            case 's' -> put(last(2));
            case 'u' -> put(sinceMark());
            case 'c' -> stack.add(new Calls.Global(cursor.line() + "." + cursor.line()));
            case 'Q' -> stack.add(calls.storage(pop()));
            case 0x81 -> {
                arguments();
                stack.add(new Pickled.Instance(global()));
            }
            case 'b' -> build(pop());
            case 'R' -> {
                // A member of an enumeration is its type, called with the bare value.
                List<@Nullable Object> arguments = top() instanceof Pickled.Tuple ? arguments() : last(1);
                stack.add(calls.called(global(), arguments));
            }
            default -> throw wrong("unknown operation " + operation);
        }
    }

    private void protocol(int version) {
        if (version > 4) {
            throw wrong("protocol " + version + " is not known");
        }
    }

    private void recall(long number) {
        if (!memo.containsKey(number)) {
            throw wrong("value " + number + " was not kept before");
        }
        stack.add(memo.get(number));
    }

    private static Pickled.Tuple tuple(List<@Nullable Object> elements) {
        return new Pickled.Tuple(Collections.unmodifiableList(elements));
    }

    private void append(List<@Nullable Object> elements) {
        if (!(top() instanceof Pickled.Sequence list)) {
            throw wrong("elements are added to what is no list");
        }
        list.items.addAll(elements);
    }

    private void put(List<@Nullable Object> keysAndValues) {
        if (!(top() instanceof Pickled.Dict dict) || keysAndValues.size() % 2 != 0) {
            throw wrong("keys and values are added to what is no dictionary, or do not match");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            if (!(key instanceof String || key instanceof Long || key instanceof Double || key instanceof Boolean)) {
                throw wrong("a key is no text and no number");
            }
            dict.items.put(key, keysAndValues.get(i + 1));
        }
    }

    private void build(@Nullable Object state) {
        if (!(top() instanceof Pickled.Instance instance) || instance.built != null) {
            throw wrong("what is built is no object, or was built before");
        }
        instance.built = state;
    }

    private List<@Nullable Object> arguments() {
        if (pop() instanceof Pickled.Tuple tuple) {
            return tuple.elements();
        }
        throw wrong("the arguments of a call are no tuple");
    }

    private String global() {
        if (pop() instanceof Calls.Global global) {
            return global.name();
        }
        throw wrong("what is called has no name");
    }

    private @Nullable Object top() {
        if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
            throw wrong("a value is missing");
        }
        return stack.get(stack.size() - 1);
    }

    private @Nullable Object pop() {
        Object top = top();
        stack.remove(stack.size() - 1);
        return top;
    }

    private List<@Nullable Object> last(int count) {
        List<@Nullable Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(pop());
        }
        Collections.reverse(values);
        return values;
    }

    private List<@Nullable Object> sinceMark() {
        int mark = stack.lastIndexOf(MARK);
        if (mark < 0) {
            throw wrong("a group of values has no begin");
        }
        List<@Nullable Object> group = stack.subList(mark + 1, stack.size());
        List<@Nullable Object> values = new ArrayList<>(group);
        stack.subList(mark, stack.size()).clear();
        return values;
    }

    private PickleException wrong(String what) {
        return new PickleException(what + ", at byte " + cursor.position() + " of the pickle");
    }
}
