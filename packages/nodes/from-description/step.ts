import type { Config } from '@aw-flow/schema'
import type { ClauseWords } from './clauses.ts'
import type { WordConditions } from './conditions/condition.ts'
import { toRowCondition } from './row-condition-text.ts'
import type { Token } from './words.ts'

/** A node type with its settings. */
export interface StepDraft {
  readonly type: string
  readonly config: Config
}

/** A rule that recognizes a step in a clause and creates its nodes. */
export interface StepRule {
  /** Matches clauses, in lower case and without diacritics, that describe the step. */
  readonly test: RegExp
  /** Returns the nodes; `undefined` if the clause lacks required information. */
  read(clause: ClauseWords): readonly StepDraft[] | undefined
}

export const createFilterStep = ({ conditions, match }: WordConditions): StepDraft =>
  // The Filter node has no opposite of "contains".
  conditions.some(({ is }) => is === 'not-contains')
    ? { type: 'filter', config: { conditions: [], match: 'all', expression: toRowCondition({ conditions, match }) } }
    : { type: 'filter', config: { conditions: conditions.map((condition) => ({ ...condition })), match } }

/** Returns a column as JSONata. */
export const quoteName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``)

export const findNumber = (tokens: readonly Token[]): number | undefined => {
  const token = tokens.find(({ kind }) => kind === 'number')
  return token === undefined ? undefined : Number(token.value)
}
