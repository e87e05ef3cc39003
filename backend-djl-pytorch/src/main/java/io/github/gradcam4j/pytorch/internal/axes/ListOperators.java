package io.github.gradcam4j.pytorch.internal.axes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Operators on lists and dictionaries. */
final class ListOperators {
    private static final int MOST = 100_000;

    private ListOperators() {}

    static void register(Operators.Registry registry) {
        registry.put("len", ListOperators::length);
        registry.put("append", a -> change(a, list -> list.add(a.get(1, ""))));
        registry.put("extend", a -> change(a, list -> list.addAll(known(a.get(1, "")))));
        registry.put("insert", a -> change(a, list -> list.add((int) a.known(1, "", 0), a.get(2, ""))));
        registry.put("reverse", a -> change(a, Collections::reverse));
        registry.put("clear", a -> change(a, List::clear));
        registry.put("pop", a -> {
            List<Object> list = changed(a);
            return list.remove(index(a.known(1, "", -1), list.size()));
        });
        registry.put("_set_item", ListOperators::set);
        registry.put("list tuple copy prim.TupleConstruct", ListOperators::copy);
        registry.put("__getitem__", a -> {
            List<Object> list = known(a.get(0, ""));
            return list.get(index(a.known(1, "", 0), list.size()));
        });
        registry.put("add", a -> {
            List<Object> both = new ArrayList<>(known(a.get(0, "")));
            both.addAll(known(a.get(1, "")));
            return a.trace().list(both);
        });
        registry.put("mul", a -> {
            boolean first = a.get(0, "") instanceof Listing;
            List<Object> list = known(a.get(first ? 0 : 1, ""));
            long times = a.known(first ? 1 : 0, "", 0);
            a.trace().budget().spend(Math.multiplyExact(Math.max(0, times), Math.max(1, list.size())));
            List<Object> repeated = new ArrayList<>();
            for (long i = 0; i < times; i++) {
                repeated.addAll(list);
            }
            return a.trace().list(repeated);
        });
        registry.put(
                "eq ne",
                a -> Boolean.valueOf(
                        a.operator().equals("eq") == numbers(a.get(0, "")).equals(numbers(a.get(1, "")))));
        registry.put("__contains__", ListOperators::contains);
        registry.put("slice", ListOperators::slice);
        registry.put("sum prim.min prim.max min max", ListOperators::fold);
        registry.put("range __range_length __derive_index", ListOperators::range);
        registry.put("dict", a -> dictionary(a.get(0, "")));
        registry.put("any", a -> holds(a, true));
        registry.put("all", a -> holds(a, false));
        registry.put(
                "keys", a -> a.trace().list(List.copyOf(dictionary(a).entries().keySet())));
        registry.put(
                "values",
                a -> a.trace().list(List.copyOf(dictionary(a).entries().values())));
        registry.put(
                "items",
                a -> a.trace()
                        .list(dictionary(a).entries().entrySet().stream()
                                .map(entry -> a.trace().list(List.of(entry.getKey(), entry.getValue())))
                                .toList()));
        registry.put("get", a -> dictionary(a).entries().getOrDefault(a.get(1, ""), a.get(2, "")));
    }

    /** Returns the elements of a list that must be one. */
    private static List<Object> known(Object value) {
        if (value instanceof Listing list) {
            if (list.isLost()) {
                throw new Unsure();
            }
            return list.elements();
        }
        throw new Fallbacks.NotMeant();
    }

    private static List<Object> numbers(Object value) {
        List<Object> elements = known(value);
        if (elements.stream().anyMatch(element -> element instanceof Unknown || element instanceof Tensor)) {
            throw new Unsure();
        }
        return elements;
    }

    private static Dictionary dictionary(Arguments a) {
        if (a.get(0, "") instanceof Dictionary dictionary) {
            return dictionary;
        }
        throw new Fallbacks.NotMeant();
    }

    private static int index(long index, int size) {
        return Tensor.axis(index, size);
    }

    private static List<Object> changed(Arguments a) {
        if (!(a.get(0, "") instanceof Listing list)) {
            throw new Fallbacks.NotMeant();
        }
        a.trace().budget().spend(1);
        return list.change(a.trace().branches());
    }

    private static Object change(Arguments a, Consumer<List<Object>> change) {
        List<Object> list = changed(a);
        try {
            change.accept(list);
        } catch (RuntimeException e) {
            ((Listing) a.get(0, "")).lose();
        }
        return a.get(0, "");
    }

    private static Object length(Arguments a) {
        if (a.get(0, "") instanceof Dictionary dictionary) {
            return (long) dictionary.entries().size();
        }
        if (a.get(0, "") instanceof Tensor tensor) {
            return NumberTensors.size(tensor, 0);
        }
        return a.get(0, "") instanceof String text
                ? (Object) (long) text.length()
                : (Object) (long) known(a.get(0, "")).size();
    }

    private static Object set(Arguments a) {
        if (a.get(0, "") instanceof Dictionary dictionary) {
            dictionary.entries().put(a.get(1, ""), a.get(2, ""));
            return None.NONE;
        }
        return change(a, list -> list.set(index(a.known(1, "", 0), list.size()), a.get(2, "")));
    }

    private static Object copy(Arguments a) {
        return a.get(0, "") instanceof Dictionary dictionary
                ? a.trace().list(List.copyOf(dictionary.entries().keySet()))
                : a.trace().list(known(a.get(0, "")));
    }

    private static Object contains(Arguments a) {
        if (a.get(0, "") instanceof Dictionary dictionary) {
            return dictionary.entries().containsKey(a.get(1, ""));
        }
        if (a.get(0, "") instanceof String text && a.get(1, "") instanceof String part) {
            return text.contains(part);
        }
        return a.get(1, "") instanceof Unknown
                ? Unknown.VALUE
                : (Object) numbers(a.get(0, "")).contains(a.get(1, ""));
    }

    private static Object slice(Arguments a) {
        List<Object> list = known(a.get(0, ""));
        long size = list.size();
        long start = a.known(1, "start", 0);
        long end = a.known(2, "end", size);
        long step = a.known(3, "step", 1);
        List<Object> slice = new ArrayList<>();
        long first = Math.max(0, start < 0 ? start + size : start);
        long last = Math.min(size, end < 0 ? end + size : end);
        for (long i = first; i < last && step > 0; i += step) {
            slice.add(list.get((int) i));
        }
        return a.trace().list(slice);
    }

    private static Object fold(Arguments a) {
        List<Object> list = numbers(a.get(0, ""));
        if (a.count() > 1) {
            throw new Fallbacks.NotMeant();
        }
        String operator = a.operator().equals("sum") ? "add" : a.operator();
        Object result = operator.equals("add") ? (Object) 0L : list.get(0);
        for (Object element : list) {
            result = Arithmetic.apply(operator, (Number) result, (Number) element);
        }
        return result;
    }

    /** Makes a dictionary of another one, or of pairs. */
    private static Object dictionary(Object from) {
        Dictionary made = new Dictionary();
        if (from instanceof Dictionary other) {
            made.entries().putAll(other.entries());
        } else if (from != None.NONE) {
            for (Object pair : known(from)) {
                made.entries().put(known(pair).get(0), known(pair).get(1));
            }
        }
        return made;
    }

    private static Object holds(Arguments a, boolean one) {
        boolean open = false;
        for (Object element : known(a.get(0, ""))) {
            Boolean truth = Truth.of(element);
            open |= truth == null;
            if (truth != null && truth == one) {
                return one;
            }
        }
        return open ? Unknown.VALUE : (Object) !one;
    }

    private static Object range(Arguments a) {
        if (a.operator().equals("__derive_index")) {
            return a.known(1, "", 0) + a.known(0, "", 0) * a.known(2, "", 1);
        }
        boolean one = a.count() == 1;
        long start = one ? 0 : a.known(0, "", 0);
        long end = a.known(one ? 0 : 1, "", 0);
        long step = a.known(2, "", 1);
        long length = Math.max(0, step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step);
        if (a.operator().equals("__range_length")) {
            return length;
        }
        if (length > MOST) {
            throw new Unsure.Exhausted();
        }
        List<Object> range = new ArrayList<>();
        for (long i = 0; i < length; i++) {
            range.add(start + i * step);
        }
        return a.trace().list(range);
    }
}
