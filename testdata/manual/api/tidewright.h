/* Tides of a station. */
#pragma once

#include <stdint.h>

#define TW_MAX_CONSTITUENTS 64
#define TW_ABI 3

enum tw_error { TW_OK, TW_E_STATION, TW_E_RECORD_SHORT, TW_E_RANGE };

struct tw_station;

struct tw_station *tw_open(const char *path, enum tw_error *error);
void tw_close(struct tw_station *station);
double tw_height(const struct tw_station *station, int64_t time);
int tw_next_turn(const struct tw_station *station, int64_t from, int64_t *turn);
