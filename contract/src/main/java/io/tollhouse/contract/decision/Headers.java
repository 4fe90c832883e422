package io.tollhouse.contract.decision;

import java.util.List;

/** The fields of a request's head. Their values may be secret: they stand in no record and in no hash of facts. */
@FunctionalInterface
public interface Headers {

    /** No field at all. */
    Headers NONE = name -> List.of();

    /**
     * The values of every line of one name, without white space around them; empty where there is none.
     *
     * @param name lower case
     */
    List<String> lines(String name);
}
