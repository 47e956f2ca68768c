# The Debian package: `cpack --config build/release/CPackConfig.cmake` after a build.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME kenpin)
set(CPACK_PACKAGE_VENDOR kenpin)
set(CPACK_PACKAGE_CONTACT "kenpin maintainers <maintainers@kenpin.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "audit bulk mail by the rules of the large mailbox providers")
set(CPACK_PACKAGE_DESCRIPTION
"kenpin streams whole corpora of mail (mbox, Maildir, .eml) through a parallel
pipeline, establishes what is true of every message (DKIM, SPF, DMARC, ARC,
alignment, TLS, one-click unsubscribe), judges it by the bulk-sender rules of
Gmail and others, and writes a compliance summary per sending domain: before
a batch is sent, every night over an archive, or as a benchmark.
.
It changes no mail, fetches no URL, and asks nobody but DNS.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program debian)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PACKAGE_NAME kenpin)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${debian_revision})
set(CPACK_DEBIAN_PACKAGE_SECTION mail)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# Of the libraries that the program is linked with; it needs nothing else.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${CMAKE_CURRENT_SOURCE_DIR}/debian/postinst ${CMAKE_CURRENT_SOURCE_DIR}/debian/prerm ${CMAKE_CURRENT_SOURCE_DIR}/debian/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
