package io.millrace.training.report;

import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/** Builds one page that needs nothing else: style and pictures are inside. */
final class HtmlPage {

    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;color:#1b1f24;max-width:1140px;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.7rem;margin-bottom:.2rem}h2{margin-top:2.4rem;border-bottom:1px solid #d8dee4;padding-bottom:.3rem}
            p.lead{font-size:1.05rem}p.note,td.note{color:#57606a;font-size:.9rem}
            table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}
            th,td{padding:.3rem .7rem;border-bottom:1px solid #e6e9ec;text-align:right;vertical-align:top}
            th:first-child,td:first-child,td.word,th.word{text-align:left}th{background:#f6f8fa}
            tr.ours td{font-weight:600;background:#eef6fc}
            .wide{overflow-x:auto}figure{margin:1rem 0}figure img{max-width:100%;border:1px solid #e6e9ec}
            figcaption{color:#57606a;font-size:.9rem}
            .row{display:flex;flex-wrap:wrap;gap:.6rem}.row figure{flex:1 1 320px;margin:0}
            .cards{display:flex;flex-wrap:wrap;gap:.8rem}.card{border:1px solid #d8dee4;border-radius:8px;padding:.7rem 1rem;min-width:150px}
            .card b{display:block;font-size:1.6rem}.card span{color:#57606a;font-size:.85rem}
            .bar{display:inline-block;height:.75rem;background:#9aa4ad;vertical-align:middle;margin-right:.4rem}.ours .bar{background:#0072b2}
            """;

    private final StringBuilder body = new StringBuilder();
    private final String title;

    HtmlPage(String title) {
        this.title = title;
        body.append("<h1>").append(text(title)).append("</h1>\n");
    }

    HtmlPage heading(String heading) {
        body.append("<h2>").append(text(heading)).append("</h2>\n");
        return this;
    }

    HtmlPage lead(String paragraph) {
        body.append("<p class=\"lead\">").append(text(paragraph)).append("</p>\n");
        return this;
    }

    HtmlPage paragraph(String paragraph) {
        body.append("<p>").append(text(paragraph)).append("</p>\n");
        return this;
    }

    HtmlPage note(String paragraph) {
        body.append("<p class=\"note\">").append(text(paragraph)).append("</p>\n");
        return this;
    }

    /** Large figures side by side: figure, then what it is. */
    HtmlPage cards(List<String[]> cards) {
        body.append("<div class=\"cards\">");
        for (String[] card : cards) {
            body.append("<div class=\"card\"><b>")
                    .append(text(card[0]))
                    .append("</b><span>")
                    .append(text(card[1]))
                    .append("</span></div>");
        }
        body.append("</div>\n");
        return this;
    }

    /**
     * @param words columns of words, from the left
     * @param highlighted rows that are ours
     */
    HtmlPage table(List<String> header, int words, List<List<String>> rows, Predicate<List<String>> highlighted) {
        body.append("<div class=\"wide\"><table><tr>");
        for (int c = 0; c < header.size(); c++) {
            body.append(c < words ? "<th class=\"word\">" : "<th>")
                    .append(text(header.get(c)))
                    .append("</th>");
        }
        body.append("</tr>\n");
        for (List<String> row : rows) {
            body.append(highlighted.test(row) ? "<tr class=\"ours\">" : "<tr>");
            for (int c = 0; c < row.size(); c++) {
                body.append(c < words ? "<td class=\"word\">" : "<td>")
                        .append(text(row.get(c)))
                        .append("</td>");
            }
            body.append("</tr>\n");
        }
        body.append("</table></div>\n");
        return this;
    }

    /** Bars of one scale: name, value as text, length in [0, 1], whether it is ours. */
    record Bar(String name, String value, double length, boolean ours) {}

    HtmlPage bars(String caption, List<Bar> bars) {
        body.append("<table><tr><th class=\"word\" colspan=\"2\">")
                .append(text(caption))
                .append("</th></tr>\n");
        for (Bar bar : bars) {
            long pixels = Math.round(360 * Math.max(0, Math.min(1, bar.length())));
            body.append(bar.ours() ? "<tr class=\"ours\">" : "<tr>")
                    .append("<td class=\"word\">")
                    .append(text(bar.name()))
                    .append("</td><td class=\"word\"><i class=\"bar\" style=\"width:")
                    .append(pixels)
                    .append("px\"></i>")
                    .append(text(bar.value()))
                    .append("</td></tr>\n");
        }
        body.append("</table>\n");
        return this;
    }

    HtmlPage picture(byte[] png, String caption) {
        body.append(figure(png, caption));
        return this;
    }

    HtmlPage pictures(List<byte[]> pngs, List<String> captions) {
        body.append("<div class=\"row\">");
        for (int n = 0; n < pngs.size(); n++) {
            body.append(figure(pngs.get(n), captions.get(n)));
        }
        body.append("</div>\n");
        return this;
    }

    private static String figure(byte[] png, String caption) {
        return "<figure><img alt=\"" + text(caption) + "\" src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png) + "\"><figcaption>" + text(caption)
                + "</figcaption></figure>\n";
    }

    private static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>" + text(title) + "</title><style>" + STYLE
                + "</style></head><body>\n" + body + "</body></html>\n";
    }
}
