import type { Tables } from '@aw-flow/engine'
import { defined, type TableProfile, type TableRef } from '@aw-flow/schema'
import type { DeepFinding, DeepProgress } from '@aw-flow/schema/internal'
import { profileTable } from '../profile-table.ts'
import { createDeepSource, type DeepSource } from './deep-source.ts'
import { findCorrelations } from './find-correlations.ts'
import { findDependencies } from './find-dependencies.ts'
import { findDuplicates, findNearDuplicates } from './find-duplicates.ts'
import { findKeys } from './find-keys.ts'
import { findOutliers } from './find-outliers.ts'
import { findPatterns } from './find-patterns.ts'
import { findSpellings } from './find-spellings.ts'

/** An event during deep profiling: a finding, or the start of a step. @internal */
export type DeepEvent = { finding: DeepFinding } | { progress: DeepProgress }

/**
 * Options for deep profiling.
 *
 * @internal
 */
export interface DeepProfileOptions {
  /** The basic profile of the table. If absent, it is computed. */
  profile?: TableProfile
  /** Aborts profiling before the next statement. Findings that were already yielded remain valid. */
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
 * Analyzes a table beyond its basic profile. Finds keys, duplicates, patterns, outliers, spellings, correlations,
 * dependencies and near-duplicates. A finding that is not based on all rows states its `sample` and the margin of
 * error. The findings are deterministic and identical in the browser and Node.js.
 *
 * @yields Each finding as soon as it is available, and progress at the start of each step and at the end.
 * @throws The signal's reason if the signal is aborted.
 *
 * @example
 * for await (const event of deepProfile(tables, table)) if ('finding' in event) console.log(event.finding.message)
 * @internal
 */
export async function* deepProfile(
  tables: Tables,
  table: TableRef,
  { profile, signal }: DeepProfileOptions = {},
): AsyncGenerator<DeepEvent> {
  const basicProfile = profile ?? (await profileTable(tables, table, defined({ signal })))
  const source = createDeepSource(tables, table, basicProfile, signal)
  for (const [stepIndex, [step, find]] of steps.entries()) {
    signal?.throwIfAborted()
    yield { progress: { step, done: stepIndex, total: steps.length } }
    for await (const finding of find(source)) {
      yield { finding }
      signal?.throwIfAborted()
    }
  }
  yield { progress: { step: 'near-duplicates', done: steps.length, total: steps.length } }
}
