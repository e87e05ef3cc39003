package io.github.gradcam4j.benchmarks.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PlotTest {
    @Test
    void a_dot_lies_on_its_interval_and_between_the_ticks_that_enclose_it() throws Exception {
        Element drawing = parse(new DotPlot(
                "Ratios <of> \"two\" & more",
                "ratio",
                OptionalDouble.of(1),
                List.of(
                        new DotPlot.Dot("a", "first", "", 1.0, 0.9, 1.2),
                        new DotPlot.Dot("a", "second", "", 2.0, 1.5, 2.0))));

        assertThat(drawing.getAttribute("aria-label")).isEqualTo("Ratios <of> \"two\" & more");
        List<Element> dots = elements(drawing, "circle");
        List<Element> bars = elements(drawing, "line").stream()
                .filter(line -> line.getAttribute("stroke-width").equals("3"))
                .toList();
        assertThat(dots).hasSize(2);
        assertThat(bars).hasSize(2);
        double first = number(dots.get(0), "cx");
        double second = number(dots.get(1), "cx");
        assertThat(first).isBetween(number(bars.get(0), "x1"), number(bars.get(0), "x2"));
        assertThat(second).isEqualTo(number(bars.get(1), "x2"));
        Element reference = elements(drawing, "line").stream()
                .filter(line -> line.hasAttribute("stroke-dasharray"))
                .findFirst()
                .orElseThrow();
        assertThat(first).isEqualTo(number(reference, "x1"));
        assertThat(texts(drawing)).contains("a", "first", "second", "ratio", "1", "2");
    }

    @Test
    void series_on_one_line_have_colours_that_the_legend_names() throws Exception {
        Element drawing = parse(new DotPlot(
                "Kernel",
                "microseconds",
                OptionalDouble.empty(),
                List.of(
                        new DotPlot.Dot("", "2048x7x7", "cpu", 30, 29, 31),
                        new DotPlot.Dot("", "2048x7x7", "gpu", 900, 880, 950))));

        List<Element> dots = elements(drawing, "circle"); // two of the legend, two of the figures
        assertThat(dots).hasSize(4);
        assertThat(dots.get(0).getAttribute("fill"))
                .isEqualTo(dots.get(2).getAttribute("fill"))
                .isNotEqualTo(dots.get(3).getAttribute("fill"));
        assertThat(dots.get(2).getAttribute("cy")).isEqualTo(dots.get(3).getAttribute("cy"));
        assertThat(texts(drawing)).contains("cpu", "gpu", "microseconds, logarithmic");
    }

    @Test
    void lines_rise_with_their_values_from_zero() throws Exception {
        Element drawing = parse(new LinePlot(
                "Memory",
                "explanations",
                "resident MB",
                List.of(new LinePlot.Line(
                        "one size",
                        List.of(
                                new LinePlot.Point(0, 0, 0, 0),
                                new LinePlot.Point(100, 50, 50, 50),
                                new LinePlot.Point(200, 100, 100, 100))))));

        List<Element> dots = elements(drawing, "circle");
        double step = number(dots.get(0), "cy") - number(dots.get(1), "cy");
        assertThat(step).isPositive();
        assertThat(number(dots.get(1), "cy") - number(dots.get(2), "cy")).isEqualTo(step);
        assertThat(texts(drawing)).contains("Memory", "explanations", "resident MB", "0", "100", "200");
    }

    private static Element parse(Plot plot) throws Exception {
        byte[] bytes = plot.svg().getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(bytes))
                .getDocumentElement();
    }

    private static List<Element> elements(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    private static List<String> texts(Element root) {
        return elements(root, "text").stream().map(Element::getTextContent).toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
