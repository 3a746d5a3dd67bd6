import { deepProfile, profileTable } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import type { TableProfile } from '@aw-flow/schema'
import type { ProfileEvent, ProfileRequest } from './engine-api.ts'

/** Makes profiles that can be stopped by their id. */
export interface Profiler {
  /** Rejects where it is stopped. */
  profile(request: ProfileRequest, onEvent: (event: ProfileEvent) => void): Promise<TableProfile>
  stop(id: string): void
}

export function createProfiler(tables: Tables): Profiler {
  const going = new Map<string, AbortController>()
  return {
    async profile({ id, table, sample, deep = false, profile: known }, onEvent) {
      const controller = new AbortController()
      const { signal } = controller
      going.set(id, controller)
      try {
        const onColumn = (column: TableProfile['columns'][number]): void => onEvent({ column })
        const profile =
          known ??
          (await profileTable(tables, table, { signal, onColumn, ...(sample === undefined ? {} : { sample }) }))
        if (deep) for await (const event of deepProfile(tables, table, { profile, signal })) onEvent(event)
        return profile
      } finally {
        going.delete(id)
      }
    },
    stop: (id) => going.get(id)?.abort(),
  }
}
