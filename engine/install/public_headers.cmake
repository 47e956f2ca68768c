# Run by `cmake --install`: writes the public headers and all that they include below include/kenpin, with includes that
# say so ("kenpin/rules/rule.h"), so that no program that uses them sees folders called engine, io and rules on its path.
# Set by then: source_dir, include_dir, and CMAKE_INSTALL_PREFIX.
cmake_policy(VERSION 3.25)

set(waiting
  engine/kenpin.h
  engine/report/domain_figures.h
  engine/report/summary_json.h
  engine/report/summary_text.h
  engine/version.h
  rules/reason.h)

cmake_path(ABSOLUTE_PATH include_dir BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}" OUTPUT_VARIABLE target)
string(APPEND target "/kenpin")
set(seen "")
while(waiting)
  list(POP_FRONT waiting header)
  if(header IN_LIST seen)
    continue()
  endif()
  list(APPEND seen ${header})
  file(READ "${source_dir}/${header}" text)
  string(REGEX MATCHALL "#include \"(engine|io|rules)/[a-z0-9_/]+[.]h\"" includes "${text}")
  foreach(include ${includes})
    string(REGEX REPLACE "^#include \"(.*)\"$" "\\1" included "${include}")
    list(APPEND waiting ${included})
  endforeach()
  string(REGEX REPLACE "#include \"((engine|io|rules)/)" "#include \"kenpin/\\1" text "${text}")
  # Left alone where it says the same already, so that nothing that includes it is compiled again.
  set(file "$ENV{DESTDIR}${target}/${header}")
  set(before "")
  if(EXISTS "${file}")
    file(READ "${file}" before)
  endif()
  if(before STREQUAL text)
    message(STATUS "Up-to-date: ${file}")
  else()
    message(STATUS "Installing: ${file}")
    file(WRITE "${file}" "${text}")
  endif()
  list(APPEND CMAKE_INSTALL_MANIFEST_FILES "${target}/${header}")
endwhile()
