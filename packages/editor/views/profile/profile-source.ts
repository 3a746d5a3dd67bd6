import type { ProfileInput, ProfileProgress, WorkflowSession } from '@aw-flow/client'
import { unwrap, type TableProfile, type TableRef } from '@aw-flow/schema'
import type { ColumnProfile, DeepProgress, DeepFinding, ProfileDrift } from '@aw-flow/schema/internal'

/** Options for creating a profile, including callbacks for intermediate results. */
export interface ProfileOptions extends Omit<ProfileInput, 'table'> {
  /** Aborts profiling. */
  signal?: AbortSignal
  /** Called for each column whose basic profile is complete. */
  onColumn?: (column: ColumnProfile) => void
  /** Called for each finding of the deep analysis. */
  onFinding?: (finding: DeepFinding) => void
  /** Called with the progress of the deep analysis. */
  onProgress?: (progress: DeepProgress) => void
}

/** Creates profiles of a table for `<aw-data-profile>`. @public */
export interface ProfileSource {
  /** The number of columns, if known. */
  columnCount?: number
  /**
   * Creates the basic profile or, if `deep` is set, runs the deep analysis, which reports each finding as soon as it is
   * available. Stops when the signal is aborted.
   */
  createProfile(options: ProfileOptions): Promise<TableProfile>
  /** Findings of the last deep analysis. */
  readonly lastFindings?: readonly DeepFinding[] | undefined
  /** Compares two profiles. Absent if comparing is not supported. */
  compare?(before: TableProfile, after: TableProfile): Promise<ProfileDrift>
}

/**
 * Creates a profile source for a table from a session's run. The basic profile is computed only once.
 *
 * @returns The source, or `undefined` if the session does not support profiling.
 */
export function createSessionProfileSource(session: WorkflowSession, table: TableRef): ProfileSource | undefined {
  if (!session.tables.profile) return undefined
  let basicProfile: TableProfile | undefined
  let lastFindings: readonly DeepFinding[] | undefined
  return {
    columnCount: table.columns.length,
    get lastFindings() {
      return lastFindings
    },
    async createProfile({ signal, onColumn, onFinding, onProgress, ...input }) {
      if (basicProfile && !input.deep) return basicProfile
      if (input.deep) lastFindings = []
      const onResult = (result: ProfileProgress): void => {
        if ('column' in result) onColumn?.(result.column)
        else if ('progress' in result) onProgress?.(result.progress)
        else {
          lastFindings = [...(lastFindings ?? []), result.finding]
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
