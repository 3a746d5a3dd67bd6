import type { ProfileInput, ProfileProgress, WorkflowSession } from '@aw-flow/client'
import {
  unwrap,
  type ColumnProfile,
  type DeepProgress,
  type DeepFinding,
  type ProfileDrift,
  type TableProfile,
  type TableRef,
} from '@aw-flow/schema'

/** Options of a profile, and callbacks that receive its results as they are found. */
export interface ProfileOptions extends Omit<ProfileInput, 'table'> {
  signal?: AbortSignal
  onColumn?: (column: ColumnProfile) => void
  onFinding?: (finding: DeepFinding) => void
  onProgress?: (progress: DeepProgress) => void
}

/** The source of profiles of `<aw-data-profile>`. A session provides one per table of a run. @public */
export interface ProfileSource {
  /** The number of columns, if it is known. */
  columns?: number
  /**
   * Makes the first profile, or with `deep` the deep analysis; reports findings as they are found, and stops at the
   * signal.
   */
  profile(options: ProfileOptions): Promise<TableProfile>
  /** The findings of the last deep analysis. */
  readonly found?: readonly DeepFinding[] | undefined
  /** Compares with another profile; absent if that is not supported. */
  compare?(before: TableProfile, after: TableProfile): Promise<ProfileDrift>
}

/** The profiles of a table of a session's run; the first one is made once. `undefined` if the session makes none. */
export function sessionProfile(session: WorkflowSession, table: TableRef): ProfileSource | undefined {
  if (!session.tables.profile) return undefined
  let first: TableProfile | undefined
  let found: readonly DeepFinding[] | undefined
  return {
    columns: table.columns.length,
    get found() {
      return found
    },
    async profile({ signal, onColumn, onFinding, onProgress, ...input }) {
      if (first && !input.deep) return first
      if (input.deep) found = []
      const onFound = (reported: ProfileProgress): void => {
        if ('column' in reported) onColumn?.(reported.column)
        else if ('progress' in reported) onProgress?.(reported.progress)
        else {
          found = [...(found ?? []), reported.finding]
          onFinding?.(reported.finding)
        }
      }
      const profile = unwrap(
        await session.tables.profile!({ table, ...input }, { signal, onProgress: onFound }),
        signal,
      )
      first ??= profile
      return profile
    },
    ...(session.tables.compareProfiles
      ? { compare: async (before, after) => unwrap(await session.tables.compareProfiles!({ before, after })) }
      : {}),
  }
}
