import type { Conflict, Workflow } from '@aw-flow/schema'
import type { StoredVersion, VersionOrigin } from '../storage/storage.ts'

/** A stored state of the document, identified by its number. `at` is in ms since the Unix epoch. @public */
export type Version = Omit<StoredVersion, 'document'>
export type { VersionOrigin }

/** A separately edited copy of the document, and the base that both share. @public */
export interface OtherEdit {
  /** The other copy of the document. */
  theirs: Workflow
  /** The common version that both copies are based on. */
  base: Workflow
}

/**
 * The versions of a session's document, and the conflicts of merges. Changes are reported by the aspect `versions`.
 * Lists are replaced, never mutated.
 *
 * @public
 */
export interface WorkflowVersions {
  /** The versions, newest first. */
  readonly list: readonly Version[]
  /** Stores the document as a named version. If that fails, returns `undefined` and reports a problem. */
  save(name: string): Promise<Version | undefined>
  /** Renames a version. An empty name removes the name. */
  rename(number: number, name: string): Promise<void>
  /** Deletes a version from the storage. */
  remove(number: number): Promise<void>
  /** Reads a version. Returns `undefined` if it was removed or cannot be read. */
  document(number: number): Promise<Workflow | undefined>
  /** Replaces the document with a version, as one step of the history. The replaced state also becomes a version. */
  restore(number: number): Promise<void>
  /** Finds the common base of a workflow file and this document, based on the versions that both have. */
  findBase(source: unknown): Promise<OtherEdit | undefined>
  /** Merges another copy into the document (a three-way merge by ids of items), as one step of the history. */
  merge(copy: OtherEdit): void
  /** Conflicting changes of both sides. The document contains `ours` until `theirs` is chosen. */
  readonly conflicts: readonly Conflict[]
  /** Resolves a conflict with one side, as one step of the history. */
  resolve(conflict: Conflict, side: 'ours' | 'theirs'): void
  /** Clears the list of conflicts. The document does not change. */
  dismissConflicts(): void
  /** Serializes the document as a workflow file, with named versions and those that other copies may be based on. */
  exportText(): Promise<string>
  /** @deprecated Use `save`. */
  keep(name: string): Promise<Version | undefined>
  /** @deprecated Use `findBase`. */
  stemsFrom(source: unknown): Promise<OtherEdit | undefined>
  /** @deprecated Use `resolve`. */
  settle(conflict: Conflict, side: 'ours' | 'theirs'): void
  /** @deprecated Use `exportText`. */
  exported(): Promise<string>
}

export type FormerIdName = 'keep' | 'stemsFrom' | 'settle' | 'exported'

/** Adds deprecated aliases: the method names of version 0.1. */
export const withFormerNames = <Versions extends Omit<WorkflowVersions, FormerIdName>>(
  versions: Versions,
): Versions & Pick<WorkflowVersions, FormerIdName> =>
  Object.assign(versions, {
    keep: versions.save,
    stemsFrom: versions.findBase,
    settle: versions.resolve,
    exported: versions.exportText,
  })
