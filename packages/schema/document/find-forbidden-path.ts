import { reservedNames } from './workflow.ts'

/** Maximum nesting depth of a document. */
export const maxDepth = 100

/**
 * Finds a property with a reserved name (`__proto__` and similar), which parsers silently drop or interpret, or a value
 * nested deeper than `maxDepth`.
 *
 * @param path The path of `value` in the document.
 * @returns The path of the property or value, or `undefined` if there is none.
 */
export function findForbiddenPath(value: unknown, path: string[] = []): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length > maxDepth) return path
  for (const [key, inner] of Object.entries(value)) {
    const forbiddenPath = reservedNames.has(key) ? [...path, key] : findForbiddenPath(inner, [...path, key])
    if (forbiddenPath) return forbiddenPath
  }
  return undefined
}
