import type { Conflict, ConflictSide, Problem, Workflow } from '@aw-flow/schema'
import type { StoredVersion, VersionOrigin } from '../storage/storage.ts'

/** A stored state of the document, identified by its number. `at` is in ms since the Unix epoch. @public */
export type Version = Omit<StoredVersion, 'document'>
export type { VersionOrigin }

/** An independently edited copy of the document, and the base that both have in common. @public */
export interface MergeInput {
  /** The other copy. */
  theirs: Workflow
  /** The version from which both copies were derived. */
  base: Workflow
  /** Warnings about the other copy, such as fields of the file that were not imported. */
  problems?: readonly Problem[]
}

/**
 * The versions of a session's document, and its merge conflicts. Changes are reported as the aspect `versions`.
 * Lists are replaced, never mutated.
 *
 * @public
 */
export interface WorkflowVersions {
  /** The versions, newest first. */
  readonly list: readonly Version[]
  /** Saves the document as a named version. On failure, returns `undefined` and reports a problem. */
  save(name: string): Promise<Version | undefined>
  /** Renames a version. An empty name removes the name. */
  rename(number: number, name: string): Promise<void>
  /** Deletes a version from storage. */
  remove(number: number): Promise<void>
  /** Returns the document of a version, or `undefined` if the version was removed or cannot be read. */
  document(number: number): Promise<Workflow | undefined>
  /** Replaces the document with a version, as one undo step. The replaced document is also stored as a version. */
  restore(number: number): Promise<void>
  /** Finds the common base of a workflow file and this document by comparing the versions of both. */
  findBase(source: unknown): Promise<MergeInput | undefined>
  /** Merges another copy into the document as one undo step. This is a three-way merge that matches elements by id. */
  merge(copy: MergeInput): void
  /** The conflicts between the two sides. The document contains `ours` until `theirs` is selected. They are stored until they are dismissed. */
  readonly conflicts: readonly Conflict[]
  /** Resolves a conflict in favor of one side, or keeps both where that is possible, as one undo step. */
  resolve(conflict: Conflict, side: ConflictSide): void
  /** Clears the list of conflicts without changing the document. */
  dismissConflicts(): void
  /** Serializes the document as a workflow file that includes named versions and possible merge bases. */
  exportText(): Promise<string>
}
