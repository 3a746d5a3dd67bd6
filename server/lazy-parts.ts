/**
 * Returns an object whose parts are created when they are first read. A request uses few of the many parts of a store.
 *
 * @example
 *   const store = lazyParts({ runs: () => createRuns(database), secrets: () => createSecrets(database) })
 *   store.runs.list() // Creates only `runs`.
 */
export function lazyParts<Parts extends object>(factories: { [Name in keyof Parts]: () => Parts[Name] }): Parts {
  const parts = {} as Parts
  for (const name of Object.keys(factories) as (keyof Parts)[]) {
    Object.defineProperty(parts, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = factories[name]()
        Object.defineProperty(parts, name, { value, enumerable: true })
        return value
      },
    })
  }
  return parts
}
