import { isNumber } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { readClause, type Clause } from './clauses.ts'
import { isIdentifier } from './conditions/compared-columns.ts'
import { readConditions } from './conditions/read-conditions.ts'
import type { ColumnValues } from './link-values.ts'
import { createFilterStep, type StepDraft } from './step.ts'
import type { Token } from './words.ts'

/** A request for rows of the first table that have no match in the second, and the words that express it. */
export interface UnmatchedRows {
  readonly words: readonly Pick<Token, 'start' | 'end'>[]
  /** Filter that restricts which rows of the second table count as matches. If absent, all rows count. */
  readonly filter?: StepDraft
}

const negationPattern = /^(?:no|never|not|nobody|none|noone|niemand|without|keine?[nrms]?|nie|niemals|nicht|ohne)$/

/** Finds a request for rows without a match: "customers that have no invoice from 2012", "Kunden ohne Rechnung". */
export function findUnmatchedRows(
  clause: Pick<Clause, 'text' | 'folded'>,
  leftColumns: readonly Column[],
  rightColumns: readonly Column[],
  values: ColumnValues,
): UnmatchedRows | undefined {
  const { tokens } = readClause(clause, rightColumns, values)
  const leftTokens = readClause(clause, leftColumns, values).tokens
  const negationIndex = tokens.findIndex(({ folded }) => negationPattern.test(folded))
  if (negationIndex < 0) return undefined
  const refersToLeft = ({ start }: Token): boolean =>
    leftTokens.some(
      (token) => token.start === start && (token.entity ?? token.column) !== undefined && !token.isSynonym,
    )
  const noun = tokens
    .slice(negationIndex + 1, negationIndex + 7)
    .find((token) => refersToRows(token) && !refersToLeft(token))
  if (!noun) return undefined
  const otherTokens = tokens.filter((token, index) => index !== negationIndex && token !== noun && !refersToLeft(token))
  const matchConditions = readConditions(otherTokens, rightColumns)
  return {
    words: [tokens[negationIndex]!, noun, ...(matchConditions?.usedTokens ?? [])],
    ...(matchConditions
      ? { filter: createFilterStep({ conditions: matchConditions.conditions, match: matchConditions.match }) }
      : {}),
  }
}

/** Returns whether a noun refers to the rows of a table: "invoice" if the table has an `InvoiceId` column. */
const refersToRows = ({ entity, column, isPartial }: Token): boolean => {
  const namedColumn = entity ?? (isPartial ? column : undefined)
  return namedColumn !== undefined && (isIdentifier(namedColumn) || !isNumber(namedColumn.type))
}
