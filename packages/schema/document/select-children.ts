/**
 * Returns the entries directly below a path of ids into sub-workflows, keyed by id: "sub/load" becomes "load" for the
 * path "sub".
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
