import type { Json } from '@aw-flow/schema'

/**
 * Returns the value at a path of keys separated by dots, such as "data.items.0". A key can contain dots, such as
 * "@odata.nextLink". Only own properties are read.
 */
export function getByPath(json: Json | undefined, path: string): Json | undefined {
  if (path === '') return json
  if (typeof json !== 'object' || json === null) return undefined
  if (Object.hasOwn(json, path)) return (json as Record<string, Json>)[path]
  const [key = '', ...rest] = path.split('.').filter(Boolean)
  if (key === path || !Object.hasOwn(json, key)) return undefined
  return getByPath((json as Record<string, Json>)[key], rest.join('.'))
}
