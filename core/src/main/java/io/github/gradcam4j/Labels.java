package io.github.gradcam4j;

import io.github.gradcam4j.internal.layer.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds the names of a model's classes.
 *
 * @param names the name of each class, from class 0; empty if the names are not known
 */
public record Labels(List<String> names) {
    /** Copies the names. */
    public Labels {
        names = List.copyOf(names);
    }

    /**
     * Says that the names are not known.
     *
     * @return labels without names
     */
    public static Labels unknown() {
        return new Labels(List.of());
    }

    /**
     * Returns the name of a class.
     *
     * @param index the class, from 0
     * @return the name, if it is known
     */
    public Optional<String> name(int index) {
        return index >= 0 && index < names.size() ? Optional.of(names.get(index)) : Optional.empty();
    }

    /**
     * Finds a class by name, ignoring case: the whole name, or one of the synonyms it lists between commas.
     *
     * @param name the name
     * @return the class, from 0
     * @throws IllegalArgumentException if no class, or more than one, has this name; the message lists the nearest names,
     *     or the classes that share it
     */
    public int find(String name) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("class '" + name
                    + "' cannot be found by name: the names of the classes are not known. Give labels (a file with one name"
                    + " a line, or a sidecar), or ask by number, such as class:282");
        }
        String wanted = fold(name);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (fold(names.get(i)).equals(wanted)) {
                found.add(i);
            }
        }
        if (found.isEmpty()) {
            for (int i = 0; i < names.size(); i++) {
                if (Arrays.stream(names.get(i).split(","))
                        .anyMatch(synonym -> fold(synonym).equals(wanted))) {
                    found.add(i);
                }
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("class '" + name + "' is ambiguous: classes " + found
                    + " all have this name. Ask by number, such as class:" + found.get(0));
        }
        throw new IllegalArgumentException("no class is called '" + name + "'. The nearest names are "
                + Nearest.quoted(name, names) + "; or ask by number, 0 to " + (names.size() - 1));
    }

    private static String fold(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
