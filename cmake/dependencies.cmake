# Everything Wiredesk builds with, all of it in Debian 12 and 13. Nothing is downloaded.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(absl REQUIRED CONFIG)
find_package(Protobuf REQUIRED)
find_package(gRPC REQUIRED CONFIG)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(ZLIB REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(simdjson REQUIRED CONFIG)
find_package(tomlplusplus REQUIRED CONFIG)
find_package(prometheus-cpp REQUIRED CONFIG)
find_package(civetweb REQUIRED CONFIG)
pkg_check_modules(rdkafka REQUIRED IMPORTED_TARGET rdkafka)
# Under a name of its own: gRPC looks for its re2 only while re2_FOUND is unset.
pkg_check_modules(libre2 REQUIRED IMPORTED_TARGET re2)

# These two packages carry neither a CMake nor a pkg-config file.
function(wiredesk_find_plain_library target header library)
  find_path(${target}_INCLUDE_DIR ${header} REQUIRED)
  find_library(${target}_LIBRARY ${library} REQUIRED)
  add_library(${target} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${${target}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${${target}_INCLUDE_DIR})
endfunction()
wiredesk_find_plain_library(cld2 cld2/public/compact_lang_det.h cld2)
wiredesk_find_plain_library(myhtml myhtml/api.h modest)

if(WIREDESK_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()
