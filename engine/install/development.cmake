# For other programs: the libraries, the headers that engine/kenpin.h leads to, and the files by which
# find_package(kenpin) finds both.
set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/kenpin)

get_property(libraries GLOBAL PROPERTY KENPIN_LIBRARIES)
foreach(library ${libraries})
  string(REGEX REPLACE "^kenpin_" "" short ${library})
  set_target_properties(${library} PROPERTIES EXPORT_NAME ${short})
  target_include_directories(${library} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${library} INTERFACE cxx_std_20)
endforeach()
install(TARGETS ${libraries} EXPORT kenpin ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(EXPORT kenpin NAMESPACE kenpin:: FILE kenpin-targets.cmake DESTINATION ${config_dir} COMPONENT development)

configure_package_config_file(kenpin-config.cmake.in kenpin-config.cmake INSTALL_DESTINATION ${config_dir})
write_basic_package_version_file(kenpin-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/kenpin-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/kenpin-config-version.cmake
  DESTINATION ${config_dir} COMPONENT development)

# The headers are found and written when they are installed: which ones there are depends on what they include.
install(CODE "set(source_dir [[${CMAKE_SOURCE_DIR}]])\nset(include_dir [[${CMAKE_INSTALL_INCLUDEDIR}]])" COMPONENT development)
install(SCRIPT public_headers.cmake COMPONENT development)
