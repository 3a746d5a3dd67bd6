/** The entries directly below a path of ids into sub-workflows: "sub/load" is "load" within "sub". @internal */
export function directlyWithin<T>(all: Readonly<Record<string, T>>, way: readonly string[]): Record<string, T> {
  const before = `${way.join('/')}/`
  const found: Record<string, T> = {}
  for (const [key, value] of Object.entries(all)) {
    const id = key.startsWith(before) ? key.slice(before.length) : ''
    if (id !== '' && !id.includes('/')) found[id] = value
  }
  return found
}
