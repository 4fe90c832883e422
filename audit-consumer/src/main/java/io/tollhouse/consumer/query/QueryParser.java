package io.tollhouse.consumer.query;

import io.tollhouse.consumer.query.Token.Kind;
import io.tollhouse.contract.audit.AuditField;
import io.tollhouse.contract.yaml.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a query: pairs that stand side by side must all hold, and {@code OR} binds the two beside it more tightly than
 * that.
 */
public final class QueryParser {
    /** The longest query, in bytes. */
    public static final int MAX_BYTES = 4096;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_CLAUSES = 256;

    private final List<Token> tokens;
    private int at;
    private int depth;
    private int clauses;

    private QueryParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * What a text means; an empty one means everything.
     *
     * @throws BadQuery with the first thing that is wrong
     */
    public static Query parse(String text) throws BadQuery {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_BYTES) {
            throw new BadQuery(1, "a query has at most " + MAX_BYTES + " bytes, this one has " + length);
        }
        var parser = new QueryParser(Lexer.tokens(text));
        var query = parser.all();
        if (parser.peek().kind() != Kind.END) {
            throw new BadQuery(parser.peek().column(), "this parenthesis was not opened");
        }
        return query;
    }

    private Token peek() {
        return tokens.get(at);
    }

    /** Up to the end, or to a closing parenthesis. */
    private Query all() throws BadQuery {
        var parts = new ArrayList<Query>();
        boolean and = false;
        boolean or = false;
        while (peek().kind() != Kind.END && peek().kind() != Kind.CLOSE) {
            if (peek().kind() == Kind.AND) {
                between("AND", !parts.isEmpty());
                and = true;
            }
            int before = at;
            parts.add(any());
            or |= peekedOr(before);
            if (and && or) {
                throw new BadQuery(tokens.get(before).column(), "AND and OR side by side: put parentheses around one");
            }
        }
        return parts.size() == 1 ? parts.get(0) : new Query.And(parts);
    }

    /** Whether what was read from there on was joined by OR outside of any parentheses. */
    private boolean peekedOr(int from) {
        int level = 0;
        boolean found = false;
        for (var token : tokens.subList(from, at)) {
            switch (token.kind()) {
                case OPEN -> level++;
                case CLOSE -> level--;
                case OR -> found |= level == 0;
                default -> {}
            }
        }
        return found;
    }

    private Query any() throws BadQuery {
        var parts = new ArrayList<Query>();
        parts.add(one());
        while (peek().kind() == Kind.OR) {
            between("OR", true);
            parts.add(one());
        }
        return parts.size() == 1 ? parts.get(0) : new Query.Or(parts);
    }

    /** Passes over a word that needs something on both sides. */
    private void between(String word, boolean hasLeft) throws BadQuery {
        var token = tokens.get(at++);
        if (!hasLeft || peek().kind() == Kind.END || peek().kind() == Kind.CLOSE) {
            throw new BadQuery(token.column(), word + " must stand between two pairs; to look for the word, quote it");
        }
    }

    private Query one() throws BadQuery {
        var token = tokens.get(at++);
        return switch (token.kind()) {
            case PAIR -> pair(token);
            case NOT -> nested(token, () -> new Query.Not(one()));
            case OPEN -> nested(token, () -> inParentheses(token));
            case CLOSE -> throw new BadQuery(token.column(), "this parenthesis was not opened");
            case END -> throw new BadQuery(token.column(), "something must follow");
            case AND, OR ->
                throw new BadQuery(
                        token.column(), token.kind() + " must stand between two pairs; to look for the word, quote it");
        };
    }

    private interface Part {
        Query read() throws BadQuery;
    }

    private Query nested(Token token, Part part) throws BadQuery {
        if (++depth > MAX_DEPTH) {
            throw new BadQuery(token.column(), "nested deeper than " + MAX_DEPTH);
        }
        var query = part.read();
        depth--;
        return query;
    }

    private Query inParentheses(Token open) throws BadQuery {
        if (peek().kind() == Kind.CLOSE) {
            throw new BadQuery(open.column(), "nothing stands in these parentheses");
        }
        var query = all();
        if (peek().kind() != Kind.CLOSE) {
            throw new BadQuery(open.column(), "this parenthesis is not closed");
        }
        at++;
        return query;
    }

    private Query pair(Token token) throws BadQuery {
        if (token.field().isEmpty()) {
            return clause(token, Names.OF_A_WORD, Values.word(token));
        }
        var fields = Names.fields(token.field());
        if (fields.isEmpty()) {
            throw new BadQuery(
                    token.column(),
                    "unknown field '" + Words.shorten(token.field()) + "'"
                            + Names.nearest(token.field())
                                    .map(name -> "; did you mean '" + name + "'?")
                                    .orElse("; to look for text with a colon, quote it"));
        }
        return clause(token, fields, Values.of(token, fields.get(0).type()));
    }

    private Query clause(Token token, List<AuditField> fields, Query.Test test) throws BadQuery {
        clauses += fields.size();
        if (clauses > MAX_CLAUSES) {
            throw new BadQuery(token.column(), "more than " + MAX_CLAUSES + " conditions");
        }
        var parts = fields.stream().map(field -> new Query.Has(field, test)).toList();
        return parts.size() == 1 ? parts.get(0) : new Query.Or(List.copyOf(parts));
    }
}
