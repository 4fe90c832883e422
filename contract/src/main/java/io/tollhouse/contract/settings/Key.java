package io.tollhouse.contract.settings;

/**
 * One setting, as help texts and documents show it.
 *
 * @param name the path, as {@code listen.proxy}; one that ends with {@code .*} stands for everything below it
 * @param otherwise what holds when it is not set, in words
 * @param meaning one line
 */
public record Key(String name, String otherwise, String meaning) {
    private static final String VARIABLE_PREFIX = "TOLLHOUSE_";

    boolean isFamily() {
        return name.endsWith(".*");
    }

    /** The part of a family's name that its members begin with. */
    String stem() {
        return name.substring(0, name.length() - 1);
    }

    boolean covers(String key) {
        return isFamily() ? key.startsWith(stem()) && key.length() > stem().length() : key.equals(name);
    }

    /** The environment variable that sets it: {@code dns.servers} is {@code TOLLHOUSE_DNS_SERVERS}. */
    public String variable() {
        return VARIABLE_PREFIX
                + name.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The key that a variable sets, if it sets this one or a member of this family; else null. */
    @org.jspecify.annotations.Nullable
    String keyOf(String variable) {
        if (!isFamily()) {
            return variable.equals(variable()) ? name : null;
        }
        var start = variable().substring(0, variable().length() - 1);
        return variable.startsWith(start) && variable.length() > start.length()
                ? stem()
                        + variable.substring(start.length())
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '.')
                : null;
    }
}
