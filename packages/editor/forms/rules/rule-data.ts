import type { WorkflowSession } from '@aw-flow/client'
import type { ColumnRule, Problem, TableRef, ValidationReport } from '@aw-flow/schema'
import { toProblem } from '../../views/table-source.ts'
import { findInputTable } from '../find-input-table.ts'

/** The result of a request about a node's input table. */
export type RuleOutcome<Value> =
  | { readonly state: 'done'; readonly value: Value; readonly isSample: boolean }
  | { readonly state: 'failed'; readonly problem: Problem }
  /** No node is connected, or the preceding nodes cannot provide data yet. */
  | { readonly state: 'not-connected' | 'no-data' }

/** Tests and suggests rules based on a node's input table. @public */
export interface RuleData {
  /** Tests a schema, given as JSON or as the name of a built-in schema. */
  test(schema: string, signal: AbortSignal): Promise<RuleOutcome<ValidationReport>>
  /** Suggests rules that all rows of the table meet. */
  suggest(signal: AbortSignal): Promise<RuleOutcome<readonly ColumnRule[]>>
}

/**
 * Creates the functions that test and suggest rules for a node, or returns `undefined` if the session does not support
 * this. They read the complete input of the last run or, if it is missing or out of date, a sample from previewing the
 * source node.
 *
 * @beta
 */
export function createRuleData(session: WorkflowSession, nodeId: string): RuleData | undefined {
  const { validate, proposeSchema } = session.tables
  if (!validate || !proposeSchema) return undefined

  const queryInput = async <Value>(
    signal: AbortSignal,
    sendRequest: (table: TableRef) => Promise<{ ok: true; value: Value } | { ok: false; problem: Problem }>,
  ): Promise<RuleOutcome<Value>> => {
    try {
      const input = await findInputTable(session, nodeId, 'table', signal)
      if (typeof input === 'string') return { state: input }
      const response = await sendRequest(input.table)
      if (!response.ok) return { state: 'failed', problem: response.problem }
      return { state: 'done', value: response.value, isSample: input.isSample }
    } catch (cause) {
      return { state: 'failed', problem: toProblem(cause) }
    }
  }

  return {
    test: (schema, signal) => queryInput(signal, (table) => validate({ table, schema }, { signal })),
    suggest: (signal) =>
      queryInput(signal, async (table) => {
        const response = await proposeSchema({ table }, { signal })
        return response.ok ? { ok: true, value: response.value.columns as ColumnRule[] } : response
      }),
  }
}
