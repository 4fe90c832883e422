package io.tollhouse.consumer.query;

import io.tollhouse.consumer.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a query's text into tokens. */
final class Lexer {
    private final String text;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) throws BadQuery {
        var lexer = new Lexer(text);
        var tokens = new ArrayList<Token>();
        do {
            tokens.add(lexer.next());
        } while (tokens.get(tokens.size() - 1).kind() != Kind.END);
        return tokens;
    }

    private Token next() throws BadQuery {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int column = at + 1;
        if (at == text.length()) {
            return Token.sign(Kind.END, column);
        }
        return switch (text.charAt(at)) {
            case '(' -> sign(Kind.OPEN);
            case ')' -> sign(Kind.CLOSE);
            case '-' -> sign(Kind.NOT);
            case '"' -> new Token(Kind.PAIR, "", quoted(), true, column, column);
            default -> wordOrPair(column);
        };
    }

    private Token sign(Kind kind) {
        return Token.sign(kind, ++at);
    }

    private Token wordOrPair(int column) throws BadQuery {
        var word = bare(true);
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
            return pair(word, column);
        }
        return switch (word) {
            case "AND" -> Token.sign(Kind.AND, column);
            case "OR" -> Token.sign(Kind.OR, column);
            case "NOT" -> Token.sign(Kind.NOT, column);
            default -> new Token(Kind.PAIR, "", word, false, column, column);
        };
    }

    private Token pair(String field, int column) throws BadQuery {
        int valueColumn = at + 1;
        if (field.isEmpty()) {
            throw new BadQuery(column, "a field's name must stand before ':'");
        }
        boolean isQuoted = at < text.length() && text.charAt(at) == '"';
        var value = isQuoted ? quoted() : bare(false);
        if (value.isEmpty() && !isQuoted) {
            throw new BadQuery(valueColumn, "a value must follow '" + field + ":'");
        }
        return new Token(Kind.PAIR, field, value, isQuoted, column, valueColumn);
    }

    private String bare(boolean toColon) {
        int from = at;
        while (at < text.length() && isBare(text.charAt(at)) && !(toColon && text.charAt(at) == ':')) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isBare(char c) {
        return !Character.isWhitespace(c) && c != '(' && c != ')' && c != '"';
    }

    private String quoted() throws BadQuery {
        int column = at + 1;
        var value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            value.append(c);
        }
        throw new BadQuery(column, "the quote is not closed");
    }
}
