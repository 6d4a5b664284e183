# SPDX-License-Identifier: GPL-2.0-or-later
#
# Read by CPack after it has made the packages of one kind. Without its dependencies, a .deb installs beside any version
# of Wireshark, and no error tells that this one does not load it. CPack itself makes one if a library is in no package.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()
foreach(package IN LISTS CPACK_PACKAGE_FILES)
  execute_process(COMMAND dpkg-deb --field "${package}" Depends OUTPUT_VARIABLE depends COMMAND_ERROR_IS_FATAL ANY)
  if(NOT depends MATCHES "libwireshark")
    file(REMOVE "${package}")
    message(FATAL_ERROR
      "A .deb would not depend on libwireshark, because the one here does not come from a Debian package."
      " Make the tarball alone with\n  cpack -G TGZ\n")
  endif()
endforeach()
