# SPDX-License-Identifier: GPL-2.0-or-later
#
# Read by CPack once for each kind of package: which components go into it, and under which folder.
list(GET CPACK_INSTALL_CMAKE_PROJECTS 0 build)
if(CPACK_GENERATOR STREQUAL "DEB")
  set(CPACK_INSTALL_CMAKE_PROJECTS "${build};system;system;/;${build};debian;debian;/")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
else()
  set(CPACK_INSTALL_CMAKE_PROJECTS "${build};portable;portable;/")
  set(CPACK_PACKAGING_INSTALL_PREFIX /)
endif()
