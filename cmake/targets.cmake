# The house's kinds of target. Dependencies are private unless named under PUBLIC.

# wiredesk_library(NAME SOURCES … [PUBLIC …] [PRIVATE …]): a static library, aliased wiredesk::NAME.
function(wiredesk_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(wiredesk_${name} STATIC ${arg_SOURCES})
  add_library(wiredesk::${name} ALIAS wiredesk_${name})
  target_link_libraries(wiredesk_${name}
    PUBLIC wiredesk_options ${arg_PUBLIC}
    PRIVATE wiredesk_warnings ${arg_PRIVATE})
endfunction()

# wiredesk_binary(NAME SOURCES … DEPS …): an installed program, NAME in build/bin.
function(wiredesk_binary name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE wiredesk_options wiredesk_warnings ${arg_DEPS})
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# wiredesk_test(NAME SOURCES … DEPS … [LABELS …] [TIMEOUT s]): a GoogleTest program, each test known to CTest.
# Labels: unit (default), adapter (embedded broker), streaming (threads; also run under TSan), kafka (a real one). The
# target tests-LABEL builds all programs that have the label.
function(wiredesk_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;DEPS;LABELS" ${ARGN})
  if(NOT arg_LABELS)
    set(arg_LABELS unit)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE wiredesk_options wiredesk_warnings ${arg_DEPS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE WIREDESK_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    WIREDESK_RESOURCES="${PROJECT_SOURCE_DIR}/resources")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  foreach(label ${arg_LABELS})
    if(NOT TARGET tests-${label})
      add_custom_target(tests-${label})
    endif()
    add_dependencies(tests-${label} ${name})
  endforeach()
  if("kafka" IN_LIST arg_LABELS)
    # One test for the whole program, which starts its Kafka once; one Kafka at a time.
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} RESOURCE_LOCK kafka)
    return()
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT ${arg_TIMEOUT})
  # Discovery's own PROPERTIES keep only the first of several labels (seen with CMake 3.25).
  file(CONFIGURE OUTPUT ${name}_labels.cmake @ONLY CONTENT [[
if(@name@_TESTS)
  set_tests_properties(${@name@_TESTS} PROPERTIES LABELS "@arg_LABELS@")
endif()
]])
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${CMAKE_CURRENT_BINARY_DIR}/${name}_labels.cmake)
endfunction()

# wiredesk_precompile_grpc(TARGET): gRPC's and protobuf's headers take most of a translation unit's time; one
# precompiled header serves every target that includes them.
function(wiredesk_precompile_grpc target)
  if(NOT TARGET wiredesk_grpc_headers)
    file(WRITE ${CMAKE_BINARY_DIR}/grpc_headers.cc "")
    add_library(wiredesk_grpc_headers STATIC ${CMAKE_BINARY_DIR}/grpc_headers.cc)
    target_link_libraries(wiredesk_grpc_headers PUBLIC wiredesk::proto_grpc PRIVATE wiredesk_warnings)
    target_precompile_headers(wiredesk_grpc_headers PRIVATE <grpcpp/grpcpp.h> <string> <vector> <memory>)
  endif()
  target_precompile_headers(${target} REUSE_FROM wiredesk_grpc_headers)
endfunction()

# wiredesk_fuzzer(NAME DEPS …): a libFuzzer program, fuzz-NAME in build-fuzz/fuzz, of NAME.cc. The target fuzzers
# builds them all.
function(wiredesk_fuzzer name)
  cmake_parse_arguments(arg "" "" "DEPS" ${ARGN})
  add_executable(fuzz-${name} ${name}.cc)
  target_link_libraries(fuzz-${name} PRIVATE wiredesk_options wiredesk_warnings ${arg_DEPS})
  target_link_options(fuzz-${name} PRIVATE -fsanitize=fuzzer)
  target_compile_definitions(fuzz-${name} PRIVATE WIREDESK_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    WIREDESK_RESOURCES="${PROJECT_SOURCE_DIR}/resources")
  set_target_properties(fuzz-${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  if(NOT TARGET fuzzers)
    add_custom_target(fuzzers)
  endif()
  add_dependencies(fuzzers fuzz-${name})
endfunction()
