package io.tollhouse.process.topics;

/**
 * Something that is wrong with a topic.
 *
 * @param name of the topic
 * @param problem in words, without the name
 * @param command that mends it, or that prints how
 */
public record Finding(String name, String problem, String command) {
    @Override
    public String toString() {
        return name + ": " + problem + ": " + command;
    }
}
