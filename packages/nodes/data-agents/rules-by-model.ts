import { createRulesRequest, profileTable, parseProposedRules } from '@aw-flow/agents'
import type { RunArguments } from '@aw-flow/engine'
import { info, type ColumnRule, type Problem, type TableRef } from '@aw-flow/schema'
import { askModel } from './ask-model.ts'

/**
 * Asks a model to propose rules for a table. The rules have the severity `info`: violations are counted over all rows
 * but do not make the table invalid. `problem` reports the number of proposed rules, or why the model could not be
 * asked.
 */
export async function proposeRules(
  args: RunArguments<{ model: string; fallbackModels: readonly string[]; modelRows: number }>,
  table: TableRef,
): Promise<{ rules: ColumnRule[]; problem: Problem }> {
  const { node, settings, tables, signal } = args
  const profile = await profileTable(tables, table, { signal })
  const request = await createRulesRequest(tables, table, profile, { sampleRows: settings.modelRows, signal })
  const answer = await askModel(args, settings, request)
  if (!answer.ok) return { rules: [], problem: { ...answer.problem, severity: 'warning', where: { node } } }
  const { model, host, text } = answer.value
  const rules = parseProposedRules(text, table)
  return { rules, problem: info('validate.by-model', { model, host, rules: rules.length }, { where: { node } }) }
}
