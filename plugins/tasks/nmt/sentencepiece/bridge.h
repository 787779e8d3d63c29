/* SentencePiece behind functions in C, in a library of its own that is loaded when it is needed. SentencePiece brings
 * its own copy of a part of protobuf, of another version than the one that LibTorch brings: linked to one library, each
 * would find functions of the other. */
#ifndef AUTOLOSS_NMT_SENTENCEPIECE_BRIDGE_H
#define AUTOLOSS_NMT_SENTENCEPIECE_BRIDGE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Receives what a function has to give; borrowed for the call. */
typedef void (*nmt_take_bytes)(void* context, const char* bytes, size_t size);
typedef void (*nmt_take_tokens)(void* context, const int* tokens, size_t count);

typedef struct nmt_text {
  const char* bytes;
  size_t size;
} nmt_text;

typedef struct nmt_subwords_model nmt_subwords_model;

/* Functions that return a status return 0, or 1 with the reason given to `failed`. All are [thread-safe]. */
typedef struct nmt_subwords_bridge {
  /* Learns at most `size` subwords of byte pair encoding from the lines, and gives the model to `take`. */
  int32_t (*train)(const nmt_text* lines, size_t line_count, size_t size, nmt_take_bytes take, nmt_take_bytes failed,
                   void* context);
  /* A model out of what train() gave; NULL on failure. */
  nmt_subwords_model* (*load)(nmt_text model, nmt_take_bytes failed, void* context);
  void (*release)(nmt_subwords_model* model);
  size_t (*size)(const nmt_subwords_model* model);
  int32_t (*encode)(const nmt_subwords_model* model, nmt_text line, nmt_take_tokens take, nmt_take_bytes failed,
                    void* context);
  int32_t (*decode)(const nmt_subwords_model* model, const int* tokens, size_t count, nmt_take_bytes take,
                    nmt_take_bytes failed, void* context);
} nmt_subwords_bridge;

/* The one function that the library exports. */
__attribute__((visibility("default"))) const nmt_subwords_bridge* nmt_subwords_bridge_1(void);
typedef const nmt_subwords_bridge* (*nmt_subwords_entry)(void);

#ifdef __cplusplus
}
#endif

#endif
