import { defined, type Workflow } from '@aw-flow/schema'
import { isSameJson } from '@aw-flow/schema/internal'
import type { NewVersion, StoredVersion } from './storage.ts'

/** The maximum number of unnamed versions per document. */
export const maxUnnamedVersions = 100

interface ResolveOptions {
  documentId: string
  workflow: Workflow
  newVersion: NewVersion
  /** The version with the highest number, if any. */
  lastVersion: { version: StoredVersion; workflow: Workflow } | undefined
  /** The current time, in ms since the Unix epoch. */
  now: number
}

/**
 * Returns the version for a workflow. This is the last version if its workflow is identical and the names do not
 * conflict, otherwise a new version.
 */
export function resolveVersion({ documentId, workflow, newVersion, lastVersion, now }: ResolveOptions): StoredVersion {
  const { name, origin, number, at } = newVersion
  if (number === undefined && lastVersion && isSameJson(lastVersion.workflow, workflow)) {
    const { version } = lastVersion
    if (name === undefined || version.name === undefined || version.name === name) {
      return name === undefined ? version : { ...version, name }
    }
  }
  return defined({
    document: documentId,
    number: number ?? (lastVersion?.version.number ?? 0) + 1,
    name,
    origin,
    at: at ?? now,
  })
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
export const findExcessVersionNumbers = (versions: readonly StoredVersion[]): number[] =>
  versions
    .filter(({ name }) => name === undefined)
    .slice(maxUnnamedVersions)
    .map(({ number }) => number)
