import { batch } from './batch.ts'

/**
 * Batches reads of single keys (data loader). Calls made while a statement is executing share the next one, so that each
 * caller reads the state after its call.
 */
export function batchReads<K, V>(
  read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
): (key: K) => Promise<V | undefined> {
  const execute = batch<{ key: K; found?: V | undefined }>(async (requests) => {
    const found = await read([...new Set(requests.map(({ key }) => key))])
    for (const one of requests) one.found = found.get(one.key)
  })
  return async (key) => {
    const request: { key: K; found?: V | undefined } = { key }
    await execute(request)
    return request.found
  }
}
