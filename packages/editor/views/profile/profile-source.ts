import type { ProfileOptions, WorkflowSession } from '@aw-flow/client'
import type { DeepFinding, ProfileDrift, TableProfile, TableRef } from '@aw-flow/schema'

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
  if (!session.profile) return undefined
  let first: TableProfile | undefined
  let found: readonly DeepFinding[] | undefined
  return {
    columns: table.columns.length,
    get found() {
      return found
    },
    async profile(options) {
      if (first && !options.deep) return first
      if (options.deep) found = []
      const onFinding = (finding: DeepFinding): void => {
        found = [...(found ?? []), finding]
        options.onFinding?.(finding)
      }
      const profile = await session.profile!(table, { ...options, onFinding })
      first ??= profile
      return profile
    },
    ...(session.compareProfiles ? { compare: (before, after) => session.compareProfiles!(before, after) } : {}),
  }
}
