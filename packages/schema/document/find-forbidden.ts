import { reservedNames } from './workflow.ts'

/** How many levels a document may be nested. */
export const deepest = 100

/**
 * The path to a property whose name is reserved (`__proto__` and its like), which parsers drop or obey in silence; or
 * to where the document is nested deeper than `deepest`, which no workflow is. `path` is where `value` stands in it.
 */
export function findForbidden(value: unknown, path: string[] = []): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length > deepest) return path
  for (const [key, inner] of Object.entries(value)) {
    const found = reservedNames.has(key) ? [...path, key] : findForbidden(inner, [...path, key])
    if (found) return found
  }
  return undefined
}
