import { isSameJson, type Workflow } from '@aw-flow/schema'
import type { NewVersion, StoredVersion } from './storage.ts'

/** The maximum number of unnamed versions per document. */
export const maxUnnamedVersions = 100

interface ResolveOptions {
  document: string
  workflow: Workflow
  newVersion: NewVersion
  /** The version with the highest number, if any. */
  last: { version: StoredVersion; workflow: Workflow } | undefined
  /** The current time, in ms since the Unix epoch. */
  now: number
}

/**
 * Returns the version for a workflow. This is the last version if its workflow is identical and the names do not
 * conflict, otherwise a new version.
 */
export function resolveVersion({ document, workflow, newVersion, last, now }: ResolveOptions): StoredVersion {
  const { name, origin, number, at } = newVersion
  if (number === undefined && last && isSameJson(last.workflow, workflow)) {
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

/** Returns a version with another name, or without a name. */
export function renameVersion({ name: _name, ...version }: StoredVersion, name: string | undefined): StoredVersion {
  return name === undefined ? version : { ...version, name }
}

/**
 * Returns the numbers of the oldest unnamed versions that exceed the limit.
 *
 * @param versions The versions of a document, newest first.
 */
export const findSurplusVersions = (versions: readonly StoredVersion[]): number[] =>
  versions
    .filter(({ name }) => name === undefined)
    .slice(maxUnnamedVersions)
    .map(({ number }) => number)
