package io.tollhouse.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The rules that hold in every module. Its test extends this with the table of its rooms, and adds what holds only there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the classes are read once
public abstract class RoomsRules {
    private final String root;
    private final List<Room> rooms;
    private final JavaClasses classes;

    /**
     * @param root the package that all of the module's stand below
     * @param rooms all there are
     */
    protected RoomsRules(String root, Room... rooms) {
        this.root = root;
        this.rooms = List.of(rooms);
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
    }

    /** Those of the module, without its tests. */
    protected final JavaClasses classes() {
        return classes;
    }

    @TestFactory
    Stream<DynamicTest> aRoomImportsNoMoreThanItSays() {
        return rooms.stream().map(room -> DynamicTest.dynamicTest(room.packageBelow(root), () -> check(room)));
    }

    private void check(Room room) {
        var itself = room.packageBelow(root);
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(itself)
                .should()
                .onlyDependOnClassesThat(
                        resideInAPackage(itself).or(room.mayImport().below(root)))
                .check(classes);
    }

    @Test
    void everyRoomIsInTheTable() {
        var known = rooms.stream().map(room -> room.packageBelow(root)).toArray(String[]::new);

        noClasses().should().resideOutsideOfPackages(known).check(classes);
    }

    @Test
    void noRoomKnowsTheMainOne() {
        noClasses()
                .that()
                .resideInAPackage(root + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root)
                .check(classes);
    }

    @Test
    void noRoomsImportEachOther() {
        slices().matching(root + ".(*)..").should().beFreeOfCycles().check(classes);
    }
}
