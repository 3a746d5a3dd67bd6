import type { TableProfile, TableRef } from '@aw-flow/schema'
import type { ProfileOptions } from './session.ts'
import { offer, type WorkerConnection } from './worker/connect-worker.ts'
import { profileEventSchema, type Answer, type ProfileEvent } from './worker/engine-api.ts'

let asked = 0

/** Asks the worker for a profile; aborting the signal stops it there. What was told after that is not passed on. */
export async function askProfile(
  connection: WorkerConnection,
  table: TableRef,
  { sample, deep, profile, signal, onColumn, onFinding, onProgress }: ProfileOptions,
): Promise<Answer<TableProfile>> {
  signal?.throwIfAborted()
  const id = `profile-${++asked}`
  const tell = (told: ProfileEvent): void => {
    if (signal?.aborted) return
    const event = profileEventSchema.parse(told)
    if ('column' in event) onColumn?.(event.column)
    else if ('finding' in event) onFinding?.(event.finding)
    else onProgress?.(event.progress)
  }
  const stop = (): void => void connection.call((api) => api.stopProfile(id)).catch(() => undefined)
  signal?.addEventListener('abort', stop, { once: true })
  const request = {
    id,
    table,
    ...(sample === undefined ? {} : { sample }),
    ...(deep ? { deep } : {}),
    ...(profile ? { profile } : {}),
  }
  try {
    return await connection.call((api) => api.profile(request, offer(tell)))
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
