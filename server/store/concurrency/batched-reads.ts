import { batch } from './batch.ts'

/**
 * Batches reads of single keys (data loader). Calls made while a statement is executing share the next one, so that each
 * caller reads the state after its call.
 */
export function batchReads<K, V>(
  read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
): (key: K) => Promise<V | undefined> {
  const execute = batch<{ key: K; result?: V | undefined }>(async (requests) => {
    const result = await read([...new Set(requests.map(({ key }) => key))])
    for (const request of requests) request.result = result.get(request.key)
  })
  return async (key) => {
    const request: { key: K; result?: V | undefined } = { key }
    await execute(request)
    return request.result
  }
}
