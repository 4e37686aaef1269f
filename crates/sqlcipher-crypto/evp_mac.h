/* The part of OpenSSL 3's EVP_MAC that SQLCipher calls, by the HMAC functions that AWS-LC shares with older OpenSSL.
   Only "HMAC" with the digests that SQLCipher names; anything else fails, and SQLCipher then refuses to go on. */
#ifndef PECULE_EVP_MAC_H
#define PECULE_EVP_MAC_H

#include <string.h>

#include <openssl/base.h>
#include <openssl/digest.h>
#include <openssl/hmac.h>

#define OSSL_PARAM_UTF8_STRING 4
#define OSSL_PARAM_END { NULL, 0, NULL, 0, 0 }

typedef struct {
  const char *key;
  unsigned int data_type;
  const void *data;
  size_t data_size;
  size_t return_size;
} OSSL_PARAM;

/* One algorithm is known: there is nothing to keep of it. */
typedef struct { int unused; } EVP_MAC;
typedef HMAC_CTX EVP_MAC_CTX;

static EVP_MAC pecule_hmac;

static inline EVP_MAC *EVP_MAC_fetch(void *library, const char *name, const char *properties) {
  (void)library;
  (void)properties;
  return name != NULL && strcmp(name, "HMAC") == 0 ? &pecule_hmac : NULL;
}

static inline void EVP_MAC_free(EVP_MAC *mac) { (void)mac; }

static inline EVP_MAC_CTX *EVP_MAC_CTX_new(EVP_MAC *mac) { return mac == NULL ? NULL : HMAC_CTX_new(); }

/* Wipes the key as well. */
static inline void EVP_MAC_CTX_free(EVP_MAC_CTX *context) { HMAC_CTX_free(context); }

static inline int EVP_MAC_init(EVP_MAC_CTX *context, const unsigned char *key, size_t length, const OSSL_PARAM *params) {
  const EVP_MD *digest = NULL;
  if (params != NULL && params->key != NULL && strcmp(params->key, "digest") == 0) {
    const char *name = (const char *)params->data;
    if (strcmp(name, "sha1") == 0) digest = EVP_sha1();
    if (strcmp(name, "sha256") == 0) digest = EVP_sha256();
    if (strcmp(name, "sha512") == 0) digest = EVP_sha512();
  }
  /* Without a key HMAC_Init_ex would go on with an earlier one. */
  if (digest == NULL || key == NULL) return 0;
  return HMAC_Init_ex(context, key, length, digest, NULL);
}

static inline int EVP_MAC_update(EVP_MAC_CTX *context, const unsigned char *data, size_t length) {
  return HMAC_Update(context, data, length);
}

/* Without a place to write to, says only how long the result is. */
static inline int EVP_MAC_final(EVP_MAC_CTX *context, unsigned char *out, size_t *length, size_t room) {
  size_t size = HMAC_size(context);
  unsigned int written = 0;
  if (out == NULL) {
    *length = size;
    return 1;
  }
  if (room < size || !HMAC_Final(context, out, &written)) return 0;
  *length = written;
  return 1;
}

#endif
