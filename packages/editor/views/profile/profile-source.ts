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

/** What to profile, and who receives the results as they are found. */
export interface ProfileOptions extends Omit<ProfileInput, 'table'> {
  signal?: AbortSignal
  onColumn?: (column: ColumnProfile) => void
  onFinding?: (finding: DeepFinding) => void
  onProgress?: (progress: DeepProgress) => void
}

/** Where `<aw-data-profile>` gets profiles from. A session gives one for each table of a run. */
export interface ProfileSource {
  /** How many columns there will be, where that is known. */
  columns?: number
  /** Makes the first profile, or with `deep` looks deeper; tells what it finds, and ends when the signal says so. */
  profile(options: ProfileOptions): Promise<TableProfile>
  /** What the last deep look has found, for who shows it again. */
  readonly found?: readonly DeepFinding[] | undefined
  /** What has changed since another profile; absent where nobody can tell. */
  compare?(before: TableProfile, after: TableProfile): Promise<ProfileDrift>
}

/** Profiles of a table of a session's run; the first profile is made once. Absent where the session makes none. */
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
      const onTold = (reported: ProfileProgress): void => {
        if ('column' in reported) onColumn?.(reported.column)
        else if ('progress' in reported) onProgress?.(reported.progress)
        else {
          found = [...(found ?? []), reported.finding]
          onFinding?.(reported.finding)
        }
      }
      const profile = unwrap(await session.tables.profile!({ table, ...input }, { signal, onProgress: onTold }), signal)
      first ??= profile
      return profile
    },
    ...(session.tables.compareProfiles
      ? { compare: async (before, after) => unwrap(await session.tables.compareProfiles!({ before, after })) }
      : {}),
  }
}
