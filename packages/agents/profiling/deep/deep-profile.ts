import type { Tables } from '@aw-flow/engine'
import type { DeepFinding, DeepProgress, TableProfile, TableRef } from '@aw-flow/schema'
import { profileTable } from '../profile-table.ts'
import { deepSource, type DeepSource } from './deep-source.ts'
import { findCorrelations } from './find-correlations.ts'
import { findDependencies } from './find-dependencies.ts'
import { findDuplicates, findNearDuplicates } from './find-duplicates.ts'
import { findKeys } from './find-keys.ts'
import { findOutliers } from './find-outliers.ts'
import { findPatterns } from './find-patterns.ts'
import { findSpellings } from './find-spellings.ts'

/** What a deep profile tells while it goes on: something found, or which step it has come to. */
export type DeepEvent = { finding: DeepFinding } | { progress: DeepProgress }

export interface DeepProfileOptions {
  /** The table's first profile, where it is known. */
  profile?: TableProfile
  /** Ends it at the next statement; what was found until then has been told. */
  signal?: AbortSignal
}

const steps: readonly (readonly [DeepProgress['step'], (source: DeepSource) => AsyncGenerator<DeepFinding>])[] = [
  ['keys', findKeys],
  ['duplicates', findDuplicates],
  ['patterns', findPatterns],
  ['outliers', findOutliers],
  ['spellings', findSpellings],
  ['correlations', findCorrelations],
  ['dependencies', findDependencies],
  ['near-duplicates', findNearDuplicates],
]

/**
 * Looks for what a first profile cannot tell, and tells each finding when it is found: patterns, keys, dependencies,
 * correlations, outliers, duplicates, near-duplicates, spellings. What is not counted over all rows carries its sample
 * and that sample's error. Equal in every place. Rejects with the signal's reason when it is aborted.
 *
 * @example
 * for await (const event of deepProfile(tables, table)) if ('finding' in event) console.log(event.finding.message)
 */
export async function* deepProfile(
  tables: Tables,
  table: TableRef,
  { profile, signal }: DeepProfileOptions = {},
): AsyncGenerator<DeepEvent> {
  const known = profile ?? (await profileTable(tables, table, signal ? { signal } : {}))
  const source = deepSource(tables, table, known, signal)
  for (const [done, [step, find]] of steps.entries()) {
    signal?.throwIfAborted()
    yield { progress: { step, done, total: steps.length } }
    for await (const finding of find(source)) {
      yield { finding }
      signal?.throwIfAborted()
    }
  }
  yield { progress: { step: 'near-duplicates', done: steps.length, total: steps.length } }
}
