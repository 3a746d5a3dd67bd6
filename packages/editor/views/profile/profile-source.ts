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

/** Options for a profile, and callbacks that receive its results as they arrive. */
export interface ProfileOptions extends Omit<ProfileInput, 'table'> {
  /** Aborts the profile. */
  signal?: AbortSignal
  /** Called with each column when its basic profile is complete. */
  onColumn?: (column: ColumnProfile) => void
  /** Called with each finding of the deep analysis. */
  onFinding?: (finding: DeepFinding) => void
  /** Called with the progress of the deep analysis. */
  onProgress?: (progress: DeepProgress) => void
}

/** Provides profiles to `<aw-data-profile>`. A session has one per table of a run. @public */
export interface ProfileSource {
  /** The number of columns, if it is known. */
  columns?: number
  /**
   * Creates the basic profile or, with `deep`, runs the deep analysis. Reports findings as they are found. Stops when
   * the signal aborts.
   */
  profile(options: ProfileOptions): Promise<TableProfile>
  /** The findings of the last deep analysis. */
  readonly found?: readonly DeepFinding[] | undefined
  /** Compares two profiles; absent if that is not supported. */
  compare?(before: TableProfile, after: TableProfile): Promise<ProfileDrift>
}

/**
 * Creates the profile source for a table from a session's run. The basic profile is computed once.
 *
 * @returns `undefined` if the session does not support profiles.
 */
export function createSessionProfile(session: WorkflowSession, table: TableRef): ProfileSource | undefined {
  if (!session.tables.profile) return undefined
  let basicProfile: TableProfile | undefined
  let found: readonly DeepFinding[] | undefined
  return {
    columns: table.columns.length,
    get found() {
      return found
    },
    async profile({ signal, onColumn, onFinding, onProgress, ...input }) {
      if (basicProfile && !input.deep) return basicProfile
      if (input.deep) found = []
      const onResult = (result: ProfileProgress): void => {
        if ('column' in result) onColumn?.(result.column)
        else if ('progress' in result) onProgress?.(result.progress)
        else {
          found = [...(found ?? []), result.finding]
          onFinding?.(result.finding)
        }
      }
      const profile = unwrap(
        await session.tables.profile!({ table, ...input }, { signal, onProgress: onResult }),
        signal,
      )
      basicProfile ??= profile
      return profile
    },
    ...(session.tables.compareProfiles
      ? { compare: async (before, after) => unwrap(await session.tables.compareProfiles!({ before, after })) }
      : {}),
  }
}
