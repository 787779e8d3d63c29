/* What task.c and controller.c share: parameters read by hand, messages, states, and the faults of both kinds. */
#ifndef COMMON_H
#define COMMON_H

#include <autoloss/plugin.h>
#include <fcntl.h>
#include <fenv.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "faults.h"

static int32_t fail(autoloss_error* error, int32_t status, const char* message) {
  if (IS(says_nothing)) return status;
  if (error == NULL && !IS(needs_message_buffer)) return status;
  snprintf(error->message, sizeof(error->message), "%s", message);
  return status;
}

/* The parameters of both: a step size and how far back to remember. */
static const autoloss_parameter rate_parameter = {.struct_size = sizeof(autoloss_parameter),
                                                  .type = AUTOLOSS_TYPE_NUMBER,
                                                  .key = "rate",
                                                  .unit = "",
                                                  .description = "step size",
                                                  .default_number = 0.05,
                                                  .least = 0,
                                                  .most = 1};
static const autoloss_parameter memory_parameter = {.struct_size = sizeof(autoloss_parameter),
                                                    .type = AUTOLOSS_TYPE_NUMBER,
                                                    .key = "memory",
                                                    .unit = "",
                                                    .description = "share of the last step that the next one keeps",
                                                    .default_number = 0.5,
                                                    .least = 0,
                                                    .most = 0.9};
static const autoloss_parameter* const parameters[] = {&rate_parameter, &memory_parameter};
#define PARAMETER_COUNT 2u

static const autoloss_value* value_of(const autoloss_config* config, const char* key) {
  uint32_t index;
  for (index = 0; index < config->value_count; ++index)
    if (strcmp(config->values[index]->key, key) == 0) return config->values[index];
  return NULL;
}

static int32_t read_parameter(const autoloss_config* config, uint32_t place, double* number, autoloss_error* error) {
  const autoloss_parameter* parameter = parameters[place];
  const autoloss_value* value = value_of(config, parameter->key);
  if (IS(takes_by_position) && place < config->value_count) value = config->values[place];
  if (value == NULL && IS(default_for_missing)) {
    *number = parameter->default_number;
    return AUTOLOSS_OK;
  }
  if (value == NULL) return fail(error, AUTOLOSS_INVALID_ARGUMENT, "a parameter is missing");
  if (value->type != parameter->type && !IS(ignores_type))
    return fail(error, AUTOLOSS_INVALID_ARGUMENT, "a parameter has another type");
  if (!(value->number >= parameter->least && value->number <= parameter->most) && !IS(ignores_range))
    return fail(error, AUTOLOSS_INVALID_ARGUMENT, "a parameter is out of its range");
  *number = value->number;
  return AUTOLOSS_OK;
}

typedef struct settings {
  double rate;
  double memory;
} settings;

static int32_t read_settings(const autoloss_config* config, settings* read, autoloss_error* error) {
  int32_t status = read_parameter(config, 0, &read->rate, error);
  if (status == AUTOLOSS_OK) status = read_parameter(config, 1, &read->memory, error);
  if (IS(unknown_counts) && value_of(config, "no_such_parameter") != NULL) read->rate = 0.01;
  return status;
}

/* What a component might do to its process while an instance is made. */
static int32_t disturb(const autoloss_host* host, autoloss_error* error) {
  if (IS(create_fails)) return fail(error, AUTOLOSS_INTERNAL, "it is a bad plugin");
  if (IS(needs_exact_size) && host->struct_size != sizeof(autoloss_host))
    return fail(error, AUTOLOSS_INVALID_ARGUMENT, "the host's table has another size");
  if (IS(reads_past_host)) {
    volatile const char* behind = (const char*)(host + 1);
    (void)*behind;
  }
  if (IS(rounds_up)) fesetround(FE_UPWARD);
  if (IS(sets_locale)) setlocale(LC_ALL, "C.UTF-8");
  if (IS(changes_directory) && chdir("/") != 0) return fail(error, AUTOLOSS_INTERNAL, "no root folder");
  if (IS(ignores_a_signal)) signal(SIGUSR1, SIG_IGN);
  if (IS(prints)) puts("an instance is made");
  if (IS(leaves_file_open) && open("/dev/null", O_RDONLY) < 0) return fail(error, AUTOLOSS_INTERNAL, "no /dev/null");
  if (IS(draws_global_random)) (void)rand();
  if (IS(leaks) && malloc(64) == NULL) return fail(error, AUTOLOSS_OUT_OF_MEMORY, "out of memory");
  return AUTOLOSS_OK;
}

/* What a long call does when the host has been cancelled. */
static int32_t heed(const autoloss_host* host, autoloss_error* error) {
  volatile int forever = 1;
  if (host->is_cancelled(host->context) == 0) return AUTOLOSS_OK;
  while (IS(hangs_when_cancelled) && forever) continue;
  return IS(fails_when_cancelled) ? fail(error, AUTOLOSS_INTERNAL, "cancelled")
                                  : fail(error, AUTOLOSS_CANCELLED, "cancelled");
}

/* States: eight letters, then numbers. */
static const char state_kind[8] = {'b', 'a', 'd', ' ', 'o', 'n', 'e', '1'};

static int32_t write_state(const autoloss_writer* writer, const double* numbers, size_t count, autoloss_error* error) {
  int32_t status = writer->write(writer->context, state_kind, sizeof(state_kind));
  if (status == AUTOLOSS_OK) status = writer->write(writer->context, numbers, count * sizeof(*numbers));
  if (status == AUTOLOSS_OK || IS(ignores_write_errors)) return AUTOLOSS_OK;
  return fail(error, AUTOLOSS_IO_ERROR, "the state cannot be written");
}

/* Reads size bytes; returns how many there were. */
static uint64_t read_all(const autoloss_reader* reader, void* buffer, uint64_t size) {
  uint64_t done = 0;
  while (done < size) {
    const int64_t count = reader->read(reader->context, (char*)buffer + done, size - done);
    if (count <= 0) break;
    done += (uint64_t)count;
    if (IS(reads_once)) break;
  }
  return done;
}

static int32_t read_state(const autoloss_reader* reader, double* numbers, size_t count, autoloss_error* error) {
  char kind[sizeof(state_kind)];
  const uint64_t size = count * sizeof(*numbers);
  if (read_all(reader, kind, sizeof(kind)) != sizeof(kind) || memcmp(kind, state_kind, sizeof(kind)) != 0)
    return fail(error, AUTOLOSS_BAD_DATA, "the state is of another kind");
  if (read_all(reader, numbers, size) != size && !IS(trusts_state))
    return fail(error, AUTOLOSS_BAD_DATA, "the state ends too early");
  return AUTOLOSS_OK;
}

static const void* extension(const char* id) {
  static const int found = 1;
  return IS(knows_any_extension) || strcmp(id, "com.example.bad/1") == 0 ? &found : NULL;
}

#endif
