import { checkTable } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import type { CheckReport } from '@aw-flow/schema'
import type { CheckRequest } from './engine-api.ts'

/** Looks for suspicious cells; can be stopped by the check's id. */
export interface Checker {
  /** Rejects where it is stopped. `onProgress`: how many of a hundred parts are done. */
  check(request: CheckRequest, onProgress: (done: number) => void): Promise<CheckReport>
  stop(id: string): void
}

export function createChecker(tables: Tables): Checker {
  const going = new Map<string, AbortController>()
  return {
    async check({ id, table }, onProgress) {
      const controller = new AbortController()
      going.set(id, controller)
      try {
        return await checkTable({ tables, table, signal: controller.signal, onProgress })
      } finally {
        going.delete(id)
      }
    },
    stop: (id) => going.get(id)?.abort(),
  }
}
