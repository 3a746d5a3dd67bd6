import { together } from './together.ts'

/**
 * Reads for many at once what many ask for one by one: those who ask while a statement is under way share the next, so
 * that each reads what stands there after it asked.
 */
export function readTogether<K, V>(
  read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
): (key: K) => Promise<V | undefined> {
  const ask = together<{ key: K; found?: V | undefined }>(async (asked) => {
    const found = await read([...new Set(asked.map(({ key }) => key))])
    for (const one of asked) one.found = found.get(one.key)
  })
  return async (key) => {
    const asked: { key: K; found?: V | undefined } = { key }
    await ask(asked)
    return asked.found
  }
}
