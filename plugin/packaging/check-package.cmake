# SPDX-License-Identifier: GPL-2.0-or-later
# CPack runs this after it has made the packages of one generator. A .deb without dependencies can be installed beside
# any version of Wireshark, and nothing tells the user that the version does not load it. CPack makes such a .deb if a
# library belongs to no package.
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
