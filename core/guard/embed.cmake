# SPDX-License-Identifier: GPL-2.0-or-later
# Knows how the texts of tools/guard get into the program: the guard, its unit and what that needs into the scripts that carry them, and those
# into a source file.
set(guard_texts ${PROJECT_SOURCE_DIR}/tools/guard)
set(guard_embedded ${CMAKE_CURRENT_BINARY_DIR}/guard)
file(READ ${guard_texts}/haxen-guard guard_program)
file(READ ${guard_texts}/haxen-guard.service guard_unit)
file(READ ${guard_texts}/reload guard_reload)
file(READ ${PROJECT_SOURCE_DIR}/tools/systemd/libvirt-guests.conf guard_order)
foreach(script install remove ask)
  configure_file(${guard_texts}/${script}.in ${guard_embedded}/${script} @ONLY)
endforeach()
file(READ ${guard_embedded}/install guard_installation)
file(READ ${guard_embedded}/remove guard_removal)
file(READ ${guard_embedded}/ask guard_question)
configure_file(guard/embedded.cpp.in ${guard_embedded}/embedded.cpp @ONLY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${guard_texts}/haxen-guard ${guard_texts}/haxen-guard.service ${guard_texts}/reload
  ${PROJECT_SOURCE_DIR}/tools/systemd/libvirt-guests.conf)
