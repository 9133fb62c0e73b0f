# What every folder's CMakeLists.txt uses: the packages of Debian 12, the
# compiler flags, and one function a kind of target.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)  # Debian's has module mode only
find_package(absl REQUIRED)
find_package(gRPC REQUIRED)
find_package(RocksDB REQUIRED)
find_package(GTest REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(PkgConfig REQUIRED)
pkg_check_modules(Sodium REQUIRED IMPORTED_TARGET libsodium)
find_library(STEMMER_LIBRARY stemmer REQUIRED)
find_library(ROARING_LIBRARY roaring REQUIRED)
find_library(S2_LIBRARY s2 REQUIRED)
find_library(GRPC_REFLECTION_LIBRARY grpc++_reflection REQUIRED)
find_program(GRPC_CPP_PLUGIN grpc_cpp_plugin REQUIRED)

include(GoogleTest)

# Every target of ours links this.
add_library(localoffer_flags INTERFACE)
target_include_directories(localoffer_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_include_directories(localoffer_flags SYSTEM INTERFACE
  ${PROJECT_BINARY_DIR}/proto)
target_compile_options(localoffer_flags INTERFACE
  -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare
  -fno-omit-frame-pointer
  $<$<BOOL:${LOCALOFFER_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)
target_link_options(localoffer_flags INTERFACE -fuse-ld=lld)

# What every program of ours links: nothing, or what the sanitizer has to be
# told, with its options and suppressions built in.
add_library(localoffer_program INTERFACE)
target_link_libraries(localoffer_program INTERFACE localoffer_flags)
if(LOCALOFFER_SANITIZER)
  # RapidJSON 1.1 adds to the null pointer of a stack that holds nothing yet,
  # in templates that any program may get from any of its files.
  target_compile_options(localoffer_flags INTERFACE
    -fsanitize=${LOCALOFFER_SANITIZER} -fno-sanitize-recover=all
    -fno-sanitize=pointer-overflow)
  target_link_options(localoffer_flags INTERFACE
    -fsanitize=${LOCALOFFER_SANITIZER})
  if(LOCALOFFER_SANITIZER STREQUAL "thread")
    set(sanitizer_source ${PROJECT_SOURCE_DIR}/tests/sanitizers/thread.cc)
  else()
    set(sanitizer_source ${PROJECT_SOURCE_DIR}/tests/sanitizers/address.cc)
  endif()
  add_library(localoffer_sanitizer OBJECT ${sanitizer_source})
  target_link_libraries(localoffer_sanitizer PRIVATE
    localoffer_flags absl::synchronization)
  target_link_libraries(localoffer_program INTERFACE
    $<TARGET_OBJECTS:localoffer_sanitizer>
    absl::synchronization)
endif()

# Every test program with the label `unit`: what the sanitizers run.
add_custom_target(unit_tests)

# localoffer_library(NAME SRCS a.cc … DEPS target …)
function(localoffer_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SRCS})
  target_link_libraries(${name} PUBLIC localoffer_flags ${ARG_DEPS})
endfunction()

# localoffer_binary(NAME SRCS a.cc … DEPS target …)
function(localoffer_binary name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_link_libraries(${name} PRIVATE localoffer_program ${ARG_DEPS})
endfunction()

# localoffer_test(NAME SRCS a_test.cc … DEPS target … [LABELS unit])
# One program a folder; ctest sees each test case.
function(localoffer_test name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS;LABELS" ${ARGN})
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  add_executable(${name} ${ARG_SRCS})
  target_link_libraries(${name} PRIVATE
    localoffer_program ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    LOCALOFFER_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    LOCALOFFER_BINARY_DIR="${PROJECT_BINARY_DIR}")
  gtest_discover_tests(${name}
    DISCOVERY_MODE PRE_TEST
    PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 300)
  if("unit" IN_LIST ARG_LABELS)
    add_dependencies(unit_tests ${name})
  endif()
endfunction()

# localoffer_embed(FILE NAMESPACE ns SYMBOL name OUTPUT variable)
# Builds a data file into the program, so that it needs none beside it. FILE is
# a path from the root; `variable` gets the source to list in a target.
function(localoffer_embed file)
  cmake_parse_arguments(ARG "" "NAMESPACE;SYMBOL;OUTPUT" "" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${ARG_SYMBOL}.cc)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${PROJECT_SOURCE_DIR}/${file}
            -DOUTPUT=${source} -DNAMESPACE=${ARG_NAMESPACE}
            -DSYMBOL=${ARG_SYMBOL} -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${PROJECT_SOURCE_DIR}/${file} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    VERBATIM)
  set(${ARG_OUTPUT} ${source} PARENT_SCOPE)
endfunction()
