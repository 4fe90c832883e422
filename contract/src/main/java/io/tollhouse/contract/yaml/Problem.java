package io.tollhouse.contract.yaml;

/**
 * One thing that is wrong with a document, and where.
 *
 * @param label the document's name as its reader knows it, usually a file name
 * @param line 1-based, 0 where it is not known
 * @param column 1-based, 0 where it is not known
 * @param path the key, as {@code rules[2].ports}; empty for the document as a whole
 * @param message what is wrong and what would be right
 */
public record Problem(String label, int line, int column, String path, String message) {
    @Override
    public String toString() {
        var text = new StringBuilder(label);
        if (line > 0) {
            text.append(':').append(line).append(':').append(column);
        }
        text.append(": ");
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        return text.append(message).toString();
    }
}
