import type { Config } from '@aw-flow/schema'
import type { ClauseWords } from './clauses.ts'
import type { ParsedConditions } from './conditions/condition.ts'
import { toRowCondition } from './row-condition-text.ts'
import type { Token } from './words.ts'

/** A planned node: its type and settings. */
export interface StepDraft {
  readonly type: string
  readonly config: Config
}

/** A rule that recognizes a step in a clause and creates its nodes. */
export interface StepRule {
  /** Matches folded clauses that describe the step. */
  readonly test: RegExp
  /** Returns the nodes, or `undefined` if the clause lacks required information. */
  read(clause: ClauseWords): readonly StepDraft[] | undefined
}

export const createFilterStep = ({ conditions, match }: ParsedConditions): StepDraft =>
  // The Filter node cannot negate "contains", so an expression is used instead.
  conditions.some(({ is }) => is === 'not-contains')
    ? { type: 'filter', config: { conditions: [], match: 'all', expression: toRowCondition({ conditions, match }) } }
    : { type: 'filter', config: { conditions: conditions.map((condition) => ({ ...condition })), match } }

/** Returns a column name as a JSONata path, quoted if necessary. */
export const quoteName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``)

export const findNumber = (tokens: readonly Token[]): number | undefined => {
  const token = tokens.find(({ kind }) => kind === 'number')
  return token === undefined ? undefined : Number(token.value)
}
