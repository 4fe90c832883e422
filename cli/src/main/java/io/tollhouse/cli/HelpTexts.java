package io.tollhouse.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The shape that all help texts share. */
final class HelpTexts {
    private static final int WIDTH = 100;

    private HelpTexts() {}

    /** Shapes a command's help and that of all below it: what one can do comes before how. */
    static void shape(CommandLine line) {
        line.setUsageHelpWidth(WIDTH);
        line.setHelpSectionKeys(commandsFirst(line.getHelpSectionKeys()));
        var usage = line.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true);
        usage.descriptionHeading("%n");
        usage.parameterListHeading("%n");
        usage.commandListHeading("%nCommands:%n");
        usage.optionListHeading("%nOptions:%n");
        usage.exitCodeListHeading(usage.exitCodeList().isEmpty() ? "" : "%nExit codes:%n");
        line.getSubcommands().values().forEach(HelpTexts::shape);
    }

    private static List<String> commandsFirst(List<String> keys) {
        var shaped = new ArrayList<>(keys);
        var commands = List.of(SECTION_KEY_COMMAND_LIST_HEADING, SECTION_KEY_COMMAND_LIST);
        shaped.removeAll(commands);
        shaped.addAll(shaped.indexOf(SECTION_KEY_OPTION_LIST_HEADING), commands);
        return shaped;
    }
}
