# Language level, warnings, sanitizers and ccache, for Wiredesk's own targets only.

if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  find_program(CCACHE_PROGRAM ccache)
  if(CCACHE_PROGRAM)
    # Precompiled headers need ccache to look past the time macros they carry.
    set(ccache_launcher ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
    set(CMAKE_C_COMPILER_LAUNCHER ${ccache_launcher})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${ccache_launcher})
  endif()
endif()

# What every target of the project is compiled with; generated code takes it too, less the warnings.
add_library(wiredesk_options INTERFACE)
target_compile_features(wiredesk_options INTERFACE cxx_std_20)
target_include_directories(wiredesk_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(wiredesk_options INTERFACE -fno-omit-frame-pointer
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<COMPILE_LANGUAGE:CXX>>:-fpch-preprocess>
  $<$<CONFIG:Release>:-g1>)
# With -O1, GCC takes two and a half times as long for what the sanitizers put in.
if(WIREDESK_SANITIZE)
  target_compile_options(wiredesk_options INTERFACE -fsanitize=${WIREDESK_SANITIZE} -fno-sanitize-recover=all -Og)
  target_link_options(wiredesk_options INTERFACE -fsanitize=${WIREDESK_SANITIZE})
  # A view that is read past its end is within its buffer, where AddressSanitizer sees nothing wrong.
  target_compile_definitions(wiredesk_options INTERFACE _GLIBCXX_ASSERTIONS)
endif()

add_library(wiredesk_warnings INTERFACE)
target_compile_options(wiredesk_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<BOOL:${WIREDESK_WERROR}>:-Werror>)
# What GCC's flow analysis says of std::string is wrong more often than right (GCC bugs 105329, 105651).
target_compile_options(wiredesk_warnings INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-restrict;-Wno-array-bounds;-Wno-stringop-overflow>)
