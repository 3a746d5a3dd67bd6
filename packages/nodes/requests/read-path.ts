import type { Json } from '@aw-flow/schema'

/** Returns the value at a path of keys separated by dots, such as "data.items.0". Only own properties are read. */
export function getByPath(json: Json | undefined, path: string): Json | undefined {
  let current: Json | undefined = json
  for (const key of path.split('.').filter(Boolean)) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined
    current = (current as Record<string, Json>)[key]
  }
  return current
}
