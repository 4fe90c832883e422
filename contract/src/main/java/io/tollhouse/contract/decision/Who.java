package io.tollhouse.contract.decision;

import java.util.Map;

/** An agent with the labels that the policy gives it. */
record Who(String name, Map<String, String> labels) {}
