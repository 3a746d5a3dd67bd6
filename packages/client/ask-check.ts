import type { CheckReport, TableRef } from '@aw-flow/schema'
import type { CheckOptions } from './session.ts'
import { offer, type WorkerConnection } from './worker/connect-worker.ts'
import type { Answer } from './worker/engine-api.ts'

let asked = 0

/** Asks the worker for suspicious cells; aborting the signal stops it there. */
export async function askCheck(
  connection: WorkerConnection,
  table: TableRef,
  { signal, onProgress }: CheckOptions,
): Promise<Answer<CheckReport>> {
  signal?.throwIfAborted()
  const id = `check-${++asked}`
  const tell = (done: number): void => {
    if (!signal?.aborted) onProgress?.(done)
  }
  const stop = (): void => void connection.call((api) => api.stopCheck(id)).catch(() => undefined)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await connection.call((api) => api.check({ id, table }, offer(tell)))
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
