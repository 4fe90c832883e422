package io.tollhouse.contract.decision;

import java.util.Map;

/**
 * An agent with what the policy says of it.
 *
 * @param reported whether what the policy refuses it is recorded and let through
 */
record Who(String name, Map<String, String> labels, boolean reported) {}
