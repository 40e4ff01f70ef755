# A room is a folder of src/ with its own library, its own include folder, its own SQL and unit test.
#
#   room(NAME FOLDER MAY base json … [TEST_MAY …] [LIBS …])
#
# TEST_MAY names rooms that only the unit test sees.
#
# The wall: a header is written "room/header.h" and is found only by the rooms that list that room in MAY.
# Each room gets an include folder that holds nothing but a link to its own sources; dependencies add
# exactly those folders to the path, never those of *their* dependencies.

find_package(Python3 REQUIRED COMPONENTS Interpreter)

function(room name folder)
  cmake_parse_arguments(ROOM "" "" "MAY;TEST_MAY;LIBS" ${ARGN})
  set(source ${CMAKE_SOURCE_DIR}/src/${folder})
  set(door ${CMAKE_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${door})
  if(NOT EXISTS ${door}/${name})
    file(CREATE_LINK ${source} ${door}/${name} SYMBOLIC)
  endif()

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${source}/*.cc)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")
  file(GLOB statements CONFIGURE_DEPENDS ${source}/*.sql)

  if(statements)
    set(generated ${CMAKE_BINARY_DIR}/sql/${name})
    foreach(file ${statements})
      get_filename_component(stem ${file} NAME_WE)
      add_custom_command(
        OUTPUT ${generated}/${stem}_sql.h
        COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.py
                ${name} ${file} ${generated}/${stem}_sql.h
        DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.py)
      list(APPEND sources ${generated}/${stem}_sql.h)
    endforeach()
    set_property(GLOBAL APPEND PROPERTY PROBITY_SQL_FILES ${statements})
    set_property(GLOBAL APPEND PROPERTY PROBITY_SQL_ROOMS ${name})
  endif()

  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(${name} PRIVATE ${door} ${generated})
  foreach(other ${ROOM_MAY})
    target_include_directories(${name} PRIVATE ${CMAKE_BINARY_DIR}/rooms/${other})
    target_link_libraries(${name} PUBLIC $<LINK_ONLY:${other}>)
  endforeach()
  target_link_libraries(${name} PRIVATE ${ROOM_LIBS})

  if(tests)
    add_executable(${name}_test ${tests})
    get_target_property(path ${name} INCLUDE_DIRECTORIES)
    target_include_directories(${name}_test PRIVATE ${path})
    target_link_libraries(${name}_test PRIVATE ${name} GTest::gtest_main ${ROOM_LIBS})
    target_compile_definitions(${name}_test PRIVATE PROBITY_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    foreach(other ${ROOM_TEST_MAY})
      target_include_directories(${name}_test PRIVATE ${CMAKE_BINARY_DIR}/rooms/${other})
      target_link_libraries(${name}_test PRIVATE ${other})
    endforeach()
    add_test(NAME ${name} COMMAND ${name}_test)
    set_property(GLOBAL APPEND PROPERTY PROBITY_TESTS ${name}_test)
  endif()
endfunction()
