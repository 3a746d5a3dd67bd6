import type { Json } from '@aw-flow/schema'

/** Reads JSON at a path of keys with dots ("data.items.0"). Only own keys are read. */
export function readPath(json: Json | undefined, path: string): Json | undefined {
  let at: Json | undefined = json
  for (const key of path.split('.').filter(Boolean)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, Json>)[key]
  }
  return at
}
