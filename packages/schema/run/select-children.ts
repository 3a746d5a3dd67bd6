/**
 * Returns the entries for the direct children of a sub-workflow, keyed by id. `path` contains the node ids that lead to
 * it: for the path "sub", "sub/load" becomes "load".
 *
 * @internal
 */
export function selectChildren<T>(entries: Readonly<Record<string, T>>, path: readonly string[]): Record<string, T> {
  const prefix = `${path.join('/')}/`
  const children: Record<string, T> = {}
  for (const [key, value] of Object.entries(entries)) {
    const id = key.startsWith(prefix) ? key.slice(prefix.length) : ''
    if (id !== '' && !id.includes('/')) children[id] = value
  }
  return children
}
