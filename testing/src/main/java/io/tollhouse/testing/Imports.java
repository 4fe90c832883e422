package io.tollhouse.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;

/** Classes that a room may import; which ones may depend on the root package of its module. */
@FunctionalInterface
public interface Imports {
    Imports JACKSON = library("com.fasterxml.jackson..");
    Imports KAFKA = library("org.apache.kafka..");
    Imports LOG = library("org.slf4j..");
    Imports METERS = library("io.micrometer..");

    /** They, in a module whose packages stand below this one. */
    DescribedPredicate<JavaClass> below(String root);

    /** Packages by their full names, in ArchUnit's form: {@code ..} behind a name takes in what is below it. */
    static Imports library(String... packages) {
        return root -> resideInAnyPackage(packages);
    }

    /** Other rooms of the same module. */
    static Imports own(String... rooms) {
        return root -> resideInAnyPackage(rooms(root, rooms));
    }

    /** Rooms of {@code contract}. */
    static Imports contract(String... rooms) {
        return library(rooms("io.tollhouse.contract", rooms));
    }

    /** Rooms of {@code process}. */
    static Imports process(String... rooms) {
        return library(rooms("io.tollhouse.process", rooms));
    }

    /** This class, with those that stand inside it, of a room that is closed otherwise. */
    static Imports only(Class<?> type) {
        return root -> belongToAnyOf(type);
    }

    /** All of these. */
    static Imports all(Imports... each) {
        return root -> DescribedPredicate.or(
                Arrays.stream(each).map(some -> some.below(root)).toList());
    }

    private static String[] rooms(String root, String... rooms) {
        return Arrays.stream(rooms).map(room -> root + "." + room).toArray(String[]::new);
    }
}
