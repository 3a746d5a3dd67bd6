import { sameJson, type Workflow } from '@aw-flow/schema'
import type { KeepVersion, StoredVersion } from './storage.ts'

/** How many versions without a name a document keeps. */
export const mostUnnamed = 100

interface Keeping {
  document: string
  workflow: Workflow
  keep: KeepVersion
  /** The version with the highest number. */
  last: { version: StoredVersion; workflow: Workflow } | undefined
  /** In ms since 1970. */
  now: number
}

/**
 * The version that keeping a state gives: the next number, or the last version where it is of the very same state and has
 * no other name.
 */
export function resolveVersion({ document, workflow, keep, last, now }: Keeping): StoredVersion {
  const { name, origin, number, at } = keep
  if (number === undefined && last && sameJson(last.workflow, workflow)) {
    if (name === undefined || last.version.name === undefined || last.version.name === name) {
      return name === undefined ? last.version : { ...last.version, name }
    }
  }
  return {
    document,
    number: number ?? (last?.version.number ?? 0) + 1,
    ...(name === undefined ? {} : { name }),
    origin,
    at: at ?? now,
  }
}

/** A version with another name, or without one. */
export function renamed({ name: _before, ...version }: StoredVersion, name: string | undefined): StoredVersion {
  return name === undefined ? version : { ...version, name }
}

/** The numbers of the oldest versions without a name, beyond so many. `versions`: newest first. */
export const superfluous = (versions: readonly StoredVersion[]): number[] =>
  versions
    .filter(({ name }) => name === undefined)
    .slice(mostUnnamed)
    .map(({ number }) => number)
