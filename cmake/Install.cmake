# SPDX-License-Identifier: MIT
# The package: from the build tree always, installed if COFRAME_INSTALL.
include(CMakePackageConfigHelpers)
set(config_dir "${CMAKE_INSTALL_LIBDIR}/cmake/coframe")
set(package_dir "${PROJECT_BINARY_DIR}/package")
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/coframeConfig.cmake.in" "${package_dir}/coframeConfig.cmake"
  INSTALL_DESTINATION "${config_dir}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${package_dir}/coframeConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(TARGETS coframe coframe_io EXPORT coframeTargets FILE_SET HEADERS COMPONENT coframe)
export(EXPORT coframeTargets NAMESPACE coframe:: FILE "${package_dir}/coframeTargets.cmake")

if(NOT COFRAME_INSTALL)
  return()
endif()
install(EXPORT coframeTargets NAMESPACE coframe:: DESTINATION "${config_dir}")
install(FILES "${package_dir}/coframeConfig.cmake" "${package_dir}/coframeConfigVersion.cmake" DESTINATION "${config_dir}")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# pkg-config: the climb from the .pc file to the prefix depends on how deep the library folder lies.
file(RELATIVE_PATH prefix_from_pc "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
function(coframe_pkg_config name description requires libs)
  configure_file("${PROJECT_SOURCE_DIR}/coframe.pc.in" "${package_dir}/${name}.pc" @ONLY)
  install(FILES "${package_dir}/${name}.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endfunction()
coframe_pkg_config(coframe "${PROJECT_DESCRIPTION}" "eigen3 >= 3.4" "-lcoframe")
get_target_property(io_type coframe_io TYPE)
if(io_type STREQUAL "INTERFACE_LIBRARY")
  coframe_pkg_config(coframe-io "Coframe: printing and files" "coframe = ${PROJECT_VERSION}, fmt" "")
else()
  coframe_pkg_config(coframe-io "Coframe: printing and files" "coframe = ${PROJECT_VERSION}, fmt" "-lcoframe_io")
endif()

if(PROJECT_IS_TOP_LEVEL)
  set(CPACK_GENERATOR TGZ)
  set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
  include(CPack)
endif()
