# SPDX-License-Identifier: GPL-2.0-or-later
# CPack reads this once for each generator. It says which components go into the package, and under which folder.
list(GET CPACK_INSTALL_CMAKE_PROJECTS 0 build)
if(CPACK_GENERATOR STREQUAL "DEB")
  set(CPACK_INSTALL_CMAKE_PROJECTS "${build};system;system;/;${build};debian;debian;/")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
  # CPack needs both to find the dependencies. Without dpkg-shlibdeps it makes a package that has none.
  foreach(tool IN ITEMS dpkg-shlibdeps file)
    find_program(found_${tool} ${tool})
    if(NOT found_${tool})
      message(FATAL_ERROR "Making a .deb takes ${tool}, which is not here. Install it with\n"
                          "  apt install dpkg-dev file\nor make the tarball alone with\n  cpack -G TGZ\n")
    endif()
  endforeach()
else()
  set(CPACK_INSTALL_CMAKE_PROJECTS "${build};portable;portable;/")
  set(CPACK_PACKAGING_INSTALL_PREFIX /)
endif()
