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
pkg_check_modules(Proj REQUIRED IMPORTED_TARGET proj)
find_library(STEMMER_LIBRARY stemmer REQUIRED)
find_library(ROARING_LIBRARY roaring REQUIRED)
find_library(S2_LIBRARY s2 REQUIRED)
find_library(JEMALLOC_LIBRARY jemalloc REQUIRED)
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
  -fno-omit-frame-pointer -pthread
  # A tenth of g++'s time goes into collecting garbage of half a gigabyte.
  $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=1048576>
  $<$<BOOL:${LOCALOFFER_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)
# Counting bits is what sets of documents do most; every processor that serves
# anything can, but compilers take the oldest for granted.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  target_compile_options(localoffer_flags INTERFACE -mpopcnt)
endif()
# Entity tags tell builds apart by the build ID.
target_link_options(localoffer_flags INTERFACE -fuse-ld=lld -Wl,--build-id)

# What every program of ours links: nothing, or what the sanitizer has to be
# told, with its options and suppressions built in.
add_library(localoffer_program INTERFACE)
target_link_libraries(localoffer_program INTERFACE localoffer_flags)
if(LOCALOFFER_SANITIZER)
  # A fifth of the time goes into these: the first two find what
  # AddressSanitizer finds as well; casts to a class that an object is not (vptr)
  # nothing else looks for.
  set(left_out null,object-size,vptr)
  # RapidJSON 1.1 adds to the null pointer of a stack that holds nothing yet,
  # in templates that any program may get from any of its files.
  target_compile_options(localoffer_flags INTERFACE
    -fsanitize=${LOCALOFFER_SANITIZER} -fno-sanitize-recover=all
    -fno-sanitize=pointer-overflow,${left_out})
  target_link_options(localoffer_flags INTERFACE
    -fsanitize=${LOCALOFFER_SANITIZER})
  if(LOCALOFFER_FUZZ)
    # Tells libFuzzer which way an input goes through our code.
    target_compile_options(localoffer_flags INTERFACE
      -fsanitize=fuzzer-no-link)
  endif()
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

# Every test program with the label `unit`: what AddressSanitizer runs; and
# those whose tests or what they test make threads: what ThreadSanitizer does.
add_custom_target(unit_tests)
add_custom_target(threaded_unit_tests)

# Most of a compilation goes into headers that are not ours and into generated
# ones, so the compiler reads them once for all: `model` for whatever knows no
# gRPC, `api` for what does, and each with GoogleTest. A file still includes what
# it uses: in the preset `clang`, which clang-tidy reads, only tests have these.
set(localoffer_headers_model
  <algorithm> <array> <chrono> <cstdint> <cstring> <filesystem> <fstream>
  <functional> <iostream> <map> <memory> <numeric> <optional> <set> <sstream>
  <string> <thread> <tuple> <utility> <vector>
  <absl/container/flat_hash_map.h> <absl/container/flat_hash_set.h>
  <absl/functional/function_ref.h> <absl/status/statusor.h>
  <absl/strings/escaping.h> <absl/strings/numbers.h> <absl/strings/str_cat.h>
  <absl/strings/str_format.h> <absl/strings/str_join.h>
  <absl/strings/str_split.h> <absl/synchronization/mutex.h>
  <absl/time/time.h> <absl/types/optional.h> <absl/types/span.h>
  <google/protobuf/util/time_util.h>
  <localoffer/log/v1/change.pb.h> <localoffer/storage/v1/records.pb.h>
  <localoffer/v1/entry.pb.h>)
set(localoffer_headers_api
  ${localoffer_headers_model} <grpcpp/grpcpp.h>
  <localoffer/v1/authorities.grpc.pb.h> <localoffer/v1/directory.grpc.pb.h>
  <localoffer/v1/editions.grpc.pb.h> <localoffer/v1/inclusion.grpc.pb.h>
  <localoffer/v1/places.grpc.pb.h> <localoffer/v1/proofs.grpc.pb.h>
  <localoffer/v1/publishing.grpc.pb.h>)
set(localoffer_headers_test <gmock/gmock.h> <gtest/gtest.h>)

# What tests are compiled with: of their time most is spent in what they test,
# and compiling them as carefully as that takes twice as long. Not so under a
# sanitizer: programs then run with these files' copies of templates, and tests
# of the index took 44 s instead of 17, to save 22 of compiling.
add_library(localoffer_as_test INTERFACE)
target_compile_options(localoffer_as_test INTERFACE
  $<$<CONFIG:Release>:-O0 -g0>)

# Lets the sources of a target begin with the headers of `model`, `model_test`,
# `api` or `api_test`.
function(localoffer_precompile target kind)
  if(NOT LOCALOFFER_PRECOMPILE OR (LOCALOFFER_PRECOMPILE STREQUAL "TESTS"
                                   AND NOT kind MATCHES "_test$"))
    return()
  endif()
  set(owner localoffer_headers_${kind})
  if(NOT TARGET ${owner})
    string(REPLACE "_test" "" base ${kind})
    set(headers ${localoffer_headers_${base}})
    add_library(${owner} OBJECT ${PROJECT_SOURCE_DIR}/cmake/headers.cc)
    if(kind MATCHES "_test$")
      list(APPEND headers ${localoffer_headers_test})
      target_link_libraries(${owner} PRIVATE GTest::gmock localoffer_as_test)
    endif()
    target_precompile_headers(${owner} PRIVATE ${headers})
    target_link_libraries(${owner} PRIVATE localoffer_flags)
    # With the times of the headers in it, ccache would never find it again.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      target_compile_options(${owner} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
    endif()
    add_dependencies(${owner} localoffer_proto_sources)
  endif()
  target_precompile_headers(${target} REUSE_FROM ${owner})
  # Without it ccache can't tell what a file reads.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
endfunction()

# Most of a compilation goes into headers even so: into templates of theirs that
# are made anew for every file. So a target's files are compiled several at a
# time (CMake's unity build), which takes an eighth of the time for all of them,
# and twice that for one that was changed. Those that are `apart` are compiled
# alone: they have names of their own that other files of the target have, too.
# The compiler says so ("redefinition of"): rename, or put apart.
function(localoffer_join target apart)
  set_target_properties(${target} PROPERTIES
    UNITY_BUILD ${LOCALOFFER_JOIN}
    UNITY_BUILD_BATCH_SIZE 8)
  set_source_files_properties(${apart} PROPERTIES
    SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# localoffer_library(NAME [GRPC] SRCS a.cc … [APART a.cc …] DEPS target …)
# GRPC: most of its files read the headers of the API's stubs. APART: as above.
function(localoffer_library name)
  cmake_parse_arguments(ARG "GRPC" "" "SRCS;APART;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SRCS})
  localoffer_join(${name} "${ARG_APART}")
  target_link_libraries(${name} PUBLIC localoffer_flags ${ARG_DEPS})
  if(ARG_GRPC)
    localoffer_precompile(${name} api)
  else()
    localoffer_precompile(${name} model)
  endif()
endfunction()

# localoffer_binary(NAME SRCS a.cc … [APART a.cc …] DEPS target …)
function(localoffer_binary name)
  cmake_parse_arguments(ARG "" "" "SRCS;APART;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  localoffer_join(${name} "${ARG_APART}")
  target_link_libraries(${name} PRIVATE localoffer_program ${ARG_DEPS})
endfunction()

# localoffer_test(NAME [GRPC] [SINGLE_THREADED] SRCS a_test.cc …
#                 [APART a_test.cc …] DEPS target … [LABELS unit])
# One program a folder; ctest sees each test case, or under a sanitizer each
# program. GRPC as above. SINGLE_THREADED: nothing in its folder makes a thread
# or is made for several.
function(localoffer_test name)
  cmake_parse_arguments(ARG
    "GRPC;SINGLE_THREADED" "" "SRCS;APART;DEPS;LABELS" ${ARGN})
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  add_executable(${name} ${ARG_SRCS})
  localoffer_join(${name} "${ARG_APART}")
  target_link_libraries(${name} PRIVATE
    localoffer_program ${ARG_DEPS} GTest::gmock GTest::gtest_main
    localoffer_as_test)
  if(ARG_GRPC)
    localoffer_precompile(${name} api_test)
  else()
    localoffer_precompile(${name} model_test)
  endif()
  target_compile_definitions(${name} PRIVATE
    LOCALOFFER_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    LOCALOFFER_BINARY_DIR="${PROJECT_BINARY_DIR}")
  if(LOCALOFFER_SANITIZER)
    # One process a program: under a sanitizer, starting takes longer than most
    # tests.
    if("unit" IN_LIST ARG_LABELS AND NOT ARG_SINGLE_THREADED)
      list(APPEND ARG_LABELS threads)
    endif()
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 900)
  else()
    gtest_discover_tests(${name}
      DISCOVERY_MODE PRE_TEST
      PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 900)
  endif()
  if("unit" IN_LIST ARG_LABELS)
    add_dependencies(unit_tests ${name})
    if(NOT ARG_SINGLE_THREADED)
      add_dependencies(threaded_unit_tests ${name})
    endif()
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
  set_source_files_properties(${source} PROPERTIES
    SKIP_UNITY_BUILD_INCLUSION ON)
  set(${ARG_OUTPUT} ${source} PARENT_SCOPE)
endfunction()
