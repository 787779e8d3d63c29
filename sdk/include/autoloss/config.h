/* Configuration: a component publishes its parameters, the host checks what the user wrote against them and hands
 * over typed values. A component never sees the user's file. */
#ifndef AUTOLOSS_CONFIG_H
#define AUTOLOSS_CONFIG_H

#include <autoloss/base.h>

/* Types of a parameter. A host refuses a component with a type that it does not know. */
#define AUTOLOSS_TYPE_INTEGER 1u /* int64_t */
#define AUTOLOSS_TYPE_NUMBER 2u  /* double, finite */
#define AUTOLOSS_TYPE_BOOLEAN 3u /* int64_t, 0 or 1 */
#define AUTOLOSS_TYPE_STRING 4u  /* UTF-8 text */
#define AUTOLOSS_TYPE_NUMBERS 5u /* a list of double */
#define AUTOLOSS_TYPE_STRINGS 6u /* a list of strings */
#define AUTOLOSS_TYPE_PATH 7u    /* a string: a file or folder; the host makes it absolute, "" stays "" */

/* A parameter that a component understands. Part of a descriptor: lives as long as the process. */
typedef struct autoloss_parameter {
  uint32_t struct_size;
  uint32_t type;                      /* AUTOLOSS_TYPE_... */
  const char* key;                    /* [a-z][a-z0-9_]*, unique within the component, never "id" */
  const char* unit;                   /* "steps", "rows"; "" for none */
  const char* description;            /* one line */
  int64_t default_integer;            /* INTEGER and BOOLEAN */
  double default_number;              /* NUMBER */
  const char* default_string;         /* STRING and PATH; NULL stands for "" */
  const double* default_numbers;      /* NUMBERS; default_count of them */
  const char* const* default_strings; /* STRINGS; default_count of them */
  uint64_t default_count;
  double least; /* INTEGER, NUMBER and each of NUMBERS: the range, ends included; infinite for no end */
  double most;
  const char* const* choices; /* STRING and each of STRINGS: what is allowed; NULL for anything */
  uint64_t choice_count;
} autoloss_parameter;

/* A value of a parameter; which field counts follows from type. Strings and lists are borrowed for the call. */
typedef struct autoloss_value {
  uint32_t struct_size;
  uint32_t type;              /* as published */
  const char* key;            /* as published */
  int64_t integer;            /* INTEGER, BOOLEAN */
  double number;              /* NUMBER */
  const char* string;         /* STRING, PATH */
  const double* numbers;      /* NUMBERS; count of them */
  const char* const* strings; /* STRINGS; count of them */
  uint64_t count;
} autoloss_value;

/* All parameters of a component, each exactly once, within its range, defaults filled in. Borrowed for the call. */
typedef struct autoloss_config {
  uint32_t struct_size;
  uint32_t value_count;
  const autoloss_value* const* values;
} autoloss_config;

#endif
