package io.tollhouse.consumer.api;

import io.javalin.http.Context;
import io.tollhouse.consumer.search.BadSearch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of a request, each known and given at most once. */
final class Parameters {
    private final Map<String, List<String>> given;

    private Parameters(Map<String, List<String>> given) {
        this.given = given;
    }

    static Parameters of(Context ctx, Set<String> known) throws BadSearch {
        var given = ctx.queryParamMap();
        for (var parameter : given.entrySet()) {
            if (!known.contains(parameter.getKey())) {
                throw new BadSearch("there is no parameter of that name here; there are "
                        + (known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
            }
            if (parameter.getValue().size() > 1) {
                throw new BadSearch(parameter.getKey() + " is given more than once");
            }
        }
        return new Parameters(given);
    }

    /** Empty where it is not given, or has no text. */
    Optional<String> text(String name) {
        return given.getOrDefault(name, List.of()).stream()
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    int number(String name, int least, int most, int otherwise) throws BadSearch {
        var text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new BadSearch(name + " must be a whole number from " + least + " to " + most);
    }

    /** One that has to be given, from 0 on. */
    long wanted(String name, long most) throws BadSearch {
        var text = text(name).orElse("");
        if (text.matches("[0-9]{1,18}") && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        throw new BadSearch(name + " must be a whole number from 0 on");
    }

    void refuseBeside(String name, Set<String> others) throws BadSearch {
        for (var other : new TreeSet<>(others)) {
            if (given.containsKey(other)) {
                throw new BadSearch(other + " stands in the cursor already; give " + name + " without it");
            }
        }
    }
}
