import type { Json, Workflow } from '@aw-flow/schema'

type JsonObject = Record<string, Json>

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Applies a merge patch to a value: `null` removes a field, objects are merged, and other values replace (RFC 7396). */
function applyMergePatch(value: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const result = new Map(Object.entries(isObject(value) ? value : {}))
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) result.delete(name)
    else result.set(name, applyMergePatch(result.get(name), change))
  }
  return Object.fromEntries(result)
}

/**
 * Divides a merge patch of a workflow into the fields that it sets, with their new values, and the previous workflow
 * without the fields that it removes. The version of the document format stays as it is.
 */
export function readMergePatch(previous: Workflow, patch: JsonObject): { document: JsonObject; previous: Workflow } {
  const fields = previous as unknown as JsonObject
  const { version: _version, ...changes } = patch
  const removedNames = new Set(Object.keys(changes).filter((name) => changes[name] === null))
  const remaining = Object.fromEntries(Object.entries(fields).filter(([name]) => !removedNames.has(name)))
  const document = Object.entries(changes).flatMap(([name, change]) =>
    change === null ? [] : [[name, applyMergePatch(fields[name], change)]],
  )
  return {
    document: Object.fromEntries(document) as JsonObject,
    previous: { ...(remaining as unknown as Workflow), edges: removedNames.has('edges') ? [] : previous.edges },
  }
}
