import type { Catalog } from '@aw-flow/engine'
import type { Column, Config } from '@aw-flow/schema'
import type { ColumnValues } from '../ask-data/read-question.ts'

/** A planned node: its type and settings. */
export interface StepDraft {
  readonly type: string
  readonly config: Config
}

/** A step that a clause names. */
export interface NamedStep {
  /** The nodes, in order. */
  readonly drafts: readonly StepDraft[]
  /** How the nodes are connected: after the last table, as its source, or with the last two tables as inputs. */
  readonly role: 'next' | 'trigger' | 'source' | 'combine'
  /** Words of the clause that do not affect the nodes, although they have a meaning. */
  readonly unreadWords: readonly string[]
}

/** The table that a step applies to, and the node types and values that it can use. */
export interface StepContext {
  readonly catalog: Catalog
  /** The columns of the table. Empty if they are unknown. */
  readonly columns: readonly Column[]
  /** The columns of each file. */
  readonly sourceColumns: readonly (readonly Column[])[]
  readonly values: ColumnValues
  /** Whether a previous step loads a file or continues from a table. */
  readonly hasSource: boolean
  readonly hasSeveralTables: boolean
}

/** A rule for the steps that certain words name. */
export interface StepRule {
  /** Matches folded clauses that name the step. */
  readonly test: RegExp
  /** Returns the step, or `undefined` if the clause lacks required information or contains words of another step. */
  read(clause: string, folded: string, context: StepContext): NamedStep | undefined
}

/** Creates a step that continues from the last table. */
export const createNextStep = (drafts: readonly StepDraft[], unreadWords: readonly string[] = []): NamedStep => ({
  role: 'next',
  drafts,
  unreadWords,
})
