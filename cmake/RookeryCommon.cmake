# SPDX-License-Identifier: GPL-3.0-or-later
# What every target of the project shares, and the ways to declare one.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_GLOBAL_AUTOGEN_TARGET ON) # "autogen": what moc writes, without a compile; clang-tidy reads it
set(CMAKE_AUTOGEN_ORIGIN_DEPENDS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
endif()

add_library(rookery_common INTERFACE)
# Some forty programs of one set of libraries: the linker is a third of a debug build, and this one five times as fast.
find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_link_options(rookery_common INTERFACE -fuse-ld=lld)
endif()
# -fPIC for programs too: one precompiled header then serves libraries and programs alike.
# No -Wnull-dereference for an optimizing GCC 12: it finds them in the standard library's own std::map.
target_compile_options(rookery_common INTERFACE
    -fPIC -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
    -Wcast-align -Wformat=2
    $<$<NOT:$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>>:-Wnull-dereference> -Wimplicit-fallthrough
    $<$<BOOL:${ROOKERY_WERROR}>:-Werror>
    $<$<CXX_COMPILER_ID:GNU>:-Winvalid-pch>
    # GCC takes the sources that one unit includes for headers.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<BOOL:${ROOKERY_UNITY}>>:-Wno-subobject-linkage>
    $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-zero-variadic-macro-arguments>)
target_compile_definitions(rookery_common INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_NO_FOREACH QT_USE_QSTRINGBUILDER QT_DISABLE_DEPRECATED_BEFORE=0x060400
    ROOKERY_VERSION="${PROJECT_VERSION}"
    SPDLOG_FMT_EXTERNAL)
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
    # Everything here reads bytes of strangers; a distribution's defaults are not relied on. _FORTIFY_SOURCE needs an
    # optimizing build. tests/lint/hardening.py reads the built programs.
    target_compile_options(rookery_common INTERFACE
        -fstack-protector-strong -fstack-clash-protection
        $<$<CONFIG:Release>:-U_FORTIFY_SOURCE> $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|i[3-6]86)$")
        target_compile_options(rookery_common INTERFACE -fcf-protection=full)
    endif()
    target_compile_definitions(rookery_common INTERFACE _GLIBCXX_ASSERTIONS)
    target_link_options(rookery_common INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack
        $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>)
endif()
target_include_directories(rookery_common INTERFACE "${CMAKE_SOURCE_DIR}/core" "${CMAKE_SOURCE_DIR}")
if(ROOKERY_SANITIZE)
    target_compile_options(rookery_common INTERFACE -fsanitize=${ROOKERY_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=undefined)
    target_link_options(rookery_common INTERFACE -fsanitize=${ROOKERY_SANITIZE})
endif()
if(ROOKERY_CLAZY)
    # As a plugin of the sanitizer build: one clang build finds both. With warnings as errors its findings are errors.
    target_compile_options(rookery_common INTERFACE "SHELL:-Xclang -load -Xclang ClazyPlugin.so"
        "SHELL:-Xclang -add-plugin -Xclang clazy" "SHELL:-Xclang -plugin-arg-clazy -Xclang ${ROOKERY_CLAZY}")
endif()
if(ROOKERY_FUZZ)
    target_compile_options(rookery_common INTERFACE -fsanitize=fuzzer-no-link)
endif()

# One precompiled header for the whole tree; every target reuses it.
function(rookery_pch target)
    if(NOT ROOKERY_PCH)
        return()
    endif()
    if(target STREQUAL "rookery_base")
        target_precompile_headers(rookery_base PRIVATE
            <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList> <QObject> <QString> <QUrl> <QTimer> <QVariant> <chrono> <functional> <memory> <optional> <variant> <vector>
            <algorithm> <tl/expected.hpp>)
    else()
        target_precompile_headers(${target} REUSE_FROM rookery_base)
    endif()
endfunction()

# rookery_library(<name> SOURCES <files>... LIBRARIES <libraries>...): the library rookery_<name>.
function(rookery_library name)
    cmake_parse_arguments(PARSE_ARGV 1 library "" "" "SOURCES;LIBRARIES")
    add_library(rookery_${name} STATIC ${library_SOURCES})
    target_link_libraries(rookery_${name} PUBLIC rookery_common ${library_LIBRARIES})
    rookery_pch(rookery_${name})
endfunction()

# rookery_module(<name> [<libraries>...]): the folder it is called from is the library rookery_<name>.
function(rookery_module name)
    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.h"
        "${CMAKE_CURRENT_SOURCE_DIR}/*/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*/*.h")
    rookery_library(${name} SOURCES ${sources} LIBRARIES ${ARGN})
endfunction()

set(ROOKERY_TEST_ENVIRONMENT
    QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 TZ=UTC ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
    "LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/lsan.supp:print_suppressions=0")

# rookery_tests(<program> <label> SOURCES <tst_*.cpp>... LIBRARIES <libraries>...): one program for the tests of a module,
# each named after its file.
function(rookery_tests program label)
    cmake_parse_arguments(PARSE_ARGV 2 tests "" "" "SOURCES;LIBRARIES")
    list(TRANSFORM tests_SOURCES REPLACE ".*/" "" OUTPUT_VARIABLE files)
    create_test_sourcelist(driver ${program}.cpp ${files})
    list(GET driver 0 driver)
    set_source_files_properties(${driver} PROPERTIES COMPILE_OPTIONS -w SKIP_PRECOMPILE_HEADERS ON SKIP_AUTOGEN ON)
    add_executable(${program} ${driver} ${tests_SOURCES})
    target_link_libraries(${program} PRIVATE rookery_testsupport ${tests_LIBRARIES})
    rookery_pch(${program})
    set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    foreach(file IN LISTS files)
        get_filename_component(name ${file} NAME_WE)
        add_test(NAME ${name} COMMAND ${program} ${name})
        set_tests_properties(${name} PROPERTIES LABELS "${label}" TIMEOUT 600 ENVIRONMENT "${ROOKERY_TEST_ENVIRONMENT}")
    endforeach()
endfunction()
