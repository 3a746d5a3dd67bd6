import type { Conflict, Workflow } from '@aw-flow/schema'
import type { StoredVersion, VersionOrigin } from '../storage/storage.ts'

/** A frozen state of the document, by its number. `at` in ms since 1970. */
export type Version = Omit<StoredVersion, 'document'>
export type { VersionOrigin }

/** Another edit of the document, and what both were made from. */
export interface OtherEdit {
  theirs: Workflow
  base: Workflow
}

/**
 * The versions of a session's document, and what was not agreed about when two edits of it were put together. Changes are
 * told by the aspect `versions`; lists are replaced, never changed.
 */
export interface WorkflowVersions {
  /** Newest first. */
  readonly list: readonly Version[]
  /** Keeps the document as it is under a name; `undefined` when the storage refused, which is told as a problem. */
  keep(name: string): Promise<Version | undefined>
  /** An empty name takes the name away. */
  rename(number: number, name: string): Promise<void>
  remove(number: number): Promise<void>
  /** `undefined` when it is gone or cannot be read. */
  document(number: number): Promise<Workflow | undefined>
  /** Puts a version in the document's place, as one step of the history; what was there is a version too. */
  restore(number: number): Promise<void>
  /** Looks whether a workflow file stems from this document, by the versions that both know. */
  stemsFrom(source: unknown): Promise<OtherEdit | undefined>
  /** Puts another edit into the document, as one step of the history. */
  merge(other: OtherEdit): void
  /** What both sides have changed otherwise: ours stands in the document until theirs is chosen. */
  readonly conflicts: readonly Conflict[]
  /** Lets one side stand, as one step of the history. */
  settle(conflict: Conflict, side: 'ours' | 'theirs'): void
  /** Takes the list of conflicts away; the document stays as it is. */
  dismissConflicts(): void
  /** The document as text for a file, with the versions that have names and those that other copies may stem from. */
  exported(): Promise<string>
}
