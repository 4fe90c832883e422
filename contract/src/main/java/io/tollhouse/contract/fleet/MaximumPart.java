package io.tollhouse.contract.fleet;

import java.util.Map;

/**
 * The maximum policy that a revision was published under.
 *
 * @param text as its author wrote it
 * @param lists its list files, by the path that its text names them by
 * @param author the name of the token that put it in force
 * @param created ISO-8601, when that was, by the distributor's clock
 * @param why the author's words; empty for none
 */
public record MaximumPart(String text, Map<String, ListPart> lists, String author, String created, String why) {

    public MaximumPart {
        lists = Map.copyOf(lists);
    }

    /** The same with these list files. */
    public MaximumPart with(Map<String, ListPart> files) {
        return new MaximumPart(text, files, author, created, why);
    }
}
