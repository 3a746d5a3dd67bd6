import DataLoader from 'dataloader'

/**
 * Creates a function that batches single requests. Requests made while a batch executes form the next batch, so that
 * no result is older than its request. If a batch of several requests fails, each request is retried on its own, so
 * that no request fails because of another.
 *
 * @param execute Executes the requests and returns one result per request, in the same order.
 */
export function createLoader<Request, Result>(
  execute: (requests: readonly Request[]) => Promise<readonly Result[]>,
): (request: Request) => Promise<Result> {
  /** Settles when the latest batch has ended. */
  let lastBatch: Promise<unknown> = Promise.resolve()
  const executeAlone = (request: Request): Promise<Result | Error> =>
    execute([request]).then(([result]) => result!, toError)
  const executeBatch = async (requests: readonly Request[]): Promise<readonly (Result | Error)[]> => {
    try {
      return await execute(requests)
    } catch (cause) {
      if (requests.length === 1) return [toError(cause)]
      const results: (Result | Error)[] = []
      for (const request of requests) results.push(await executeAlone(request))
      return results
    }
  }
  const loader = new DataLoader<Request, Result>(
    (requests) => {
      const batch = executeBatch(requests)
      lastBatch = batch
      return batch
    },
    // Requests made in the same event loop iteration join the same batch.
    { cache: false, batchScheduleFn: (dispatch) => void lastBatch.then(() => setImmediate(dispatch)) },
  )
  return (request) => loader.load(request)
}

/**
 * Creates a function that looks up single keys in batches.
 *
 * @param read Reads the values of distinct keys. Keys without a value are absent from the map.
 */
export function createKeyLoader<Key, Value>(
  read: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): (key: Key) => Promise<Value | undefined> {
  return createLoader(async (keys) => {
    const values = await read([...new Set(keys)])
    return keys.map((key) => values.get(key))
  })
}

const toError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)))
