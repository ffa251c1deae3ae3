// Lets an addon written for Node-API 10 load in a runtime that has Node-API 8 (Electron 25).
//
// better-sqlite3 13 keeps references to strings and symbols, which Node-API 8 refuses: it only refers to objects,
// functions and externals. Such a value goes into a small tagged object, and comes out of it when it is asked for.
#pragma once

#undef NAPI_VERSION
#define NAPI_VERSION 8
#include <node_api.h>

namespace napi8 {

inline const napi_type_tag* BoxTag() {
  static const napi_type_tag tag = {0x726f616462727573ULL, 0x682d6e617069382dULL};
  return &tag;
}

inline napi_status CreateReference(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  if (type == napi_object || type == napi_function || type == napi_external) {
    return napi_create_reference(env, value, count, result);
  }
  napi_value box;
  if ((status = napi_create_object(env, &box)) != napi_ok) return status;
  if ((status = napi_type_tag_object(env, box, BoxTag())) != napi_ok) return status;
  if ((status = napi_set_named_property(env, box, "value", value)) != napi_ok) return status;
  return napi_create_reference(env, box, count, result);
}

inline napi_status GetReferenceValue(napi_env env, napi_ref reference, napi_value* result) {
  napi_status status = napi_get_reference_value(env, reference, result);
  if (status != napi_ok || *result == nullptr) return status;
  napi_valuetype type;
  if ((status = napi_typeof(env, *result, &type)) != napi_ok) return status;
  if (type != napi_object) return napi_ok;
  bool boxed = false;
  if ((status = napi_check_object_type_tag(env, *result, BoxTag(), &boxed)) != napi_ok) return status;
  return boxed ? napi_get_named_property(env, *result, "value", result) : napi_ok;
}

}  // namespace napi8

// After the functions above, which need the real ones.
#define napi_create_reference napi8::CreateReference
#define napi_get_reference_value napi8::GetReferenceValue
