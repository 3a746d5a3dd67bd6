import type { Tables } from '@aw-flow/engine'
import type { DeepFinding, DeepProgress, TableProfile, TableRef } from '@aw-flow/schema'
import { profileTable } from '../profile-table.ts'
import { createDeepSource, type DeepSource } from './deep-source.ts'
import { findCorrelations } from './find-correlations.ts'
import { findDependencies } from './find-dependencies.ts'
import { findDuplicates, findNearDuplicates } from './find-duplicates.ts'
import { findKeys } from './find-keys.ts'
import { findOutliers } from './find-outliers.ts'
import { findPatterns } from './find-patterns.ts'
import { findSpellings } from './find-spellings.ts'

/** An event of a deep profile: a finding, or the start of a step. @internal */
export type DeepEvent = { finding: DeepFinding } | { progress: DeepProgress }

/** @internal */
export interface DeepProfileOptions {
  /** The basic profile of the table; computed by default. */
  profile?: TableProfile
  /** Aborts the analysis before the next statement. Findings that were already yielded remain valid. */
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
 * Analyzes a table beyond its basic profile: keys, duplicates, patterns, outliers, spellings, correlations,
 * dependencies and near-duplicates. Findings that are not based on all rows have a `sample` with its margin of error.
 * Deterministic: the browser and Node.js produce the same findings.
 *
 * @yields Each finding as soon as it is found, and the progress by step.
 * @throws The signal's reason when it is aborted.
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
  const basicProfile = profile ?? (await profileTable(tables, table, signal ? { signal } : {}))
  const source = createDeepSource(tables, table, basicProfile, signal)
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
