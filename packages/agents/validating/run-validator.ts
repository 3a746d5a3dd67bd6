import { message } from '@aw-flow/messages'
import type { RuleResult, TableSchema, ValidationReport, Validator } from '@aw-flow/schema'
import type { GivenTables } from './compile-table-rules.ts'
import { validateFacts, type FactRule } from './validate-facts.ts'
import {
  validateByHost,
  validateCode,
  validateExpression,
  validatePredicate,
  type RowsContext,
} from './validate-rows.ts'
import { reportOf, validateTable } from './validate-table.ts'

export interface RunValidatorOptions extends RowsContext {
  validator: Validator
  /** Tables that schemas refer to, by name. */
  given?: GivenTables
}

/**
 * Judges a table by a validator, or by several put together. Every rule is counted, also behind one that fails: a report
 * says all that is wrong. Of `any`, the rules of the alternative that holds are told; where none does, one rule says so.
 */
export async function runValidator(options: RunValidatorOptions): Promise<ValidationReport> {
  return reportOf(await rulesOf(options.validator, options), options.table.rows)
}

async function rulesOf(validator: Validator, options: RunValidatorOptions): Promise<RuleResult[]> {
  const { tables, table, signal, given } = options
  if ('schema' in validator) {
    // Validators come parsed: names alone are columns by then.
    const schema = validator.schema as TableSchema
    return (await validateTable({ tables, table, schema, signal, ...(given ? { given } : {}) })).rules
  }
  if ('info' in validator) return validateFacts(tables, table, validator.info as FactRule[], signal)
  if ('expression' in validator) return [await validateExpression(options, validator)]
  if ('sql' in validator) return [await validatePredicate(options, validator)]
  if ('code' in validator) return [await validateCode(options, validator)]
  if ('host' in validator) return [await validateByHost(options, validator)]
  if ('all' in validator) {
    const rules: RuleResult[] = []
    for (const one of validator.all) rules.push(...(await rulesOf(one, options)))
    return rules
  }
  return anyOf(validator.any, options)
}

const maxReasons = 5

async function anyOf(validators: readonly Validator[], options: RunValidatorOptions): Promise<RuleResult[]> {
  const { rows } = options.table
  let best: { index: number; failed: RuleResult[] } | undefined
  for (const [index, one] of validators.entries()) {
    const rules = await rulesOf(one, options)
    if (reportOf(rules, rows).valid) return rules
    const failed = rules.filter(({ valid }) => !valid)
    if (!best || failed.length < best.failed.length) best = { index, failed }
  }
  const failed = best?.failed ?? []
  return [
    {
      code: 'any',
      rule: message('validate.rule-any', { alternatives: validators.length }),
      severity: 'error',
      valid: false,
      failing: Math.max(...failed.map(({ failing }) => failing)),
      checked: rows,
      sample: failed[0]?.sample ?? [],
      message: message('validate.any', {
        alternatives: validators.length,
        nearest: (best?.index ?? 0) + 1,
        reason: failed
          .slice(0, maxReasons)
          .map((rule) => rule.message)
          .reduce((first, second) => message('validate.sentences', { first, second })),
      }),
    },
  ]
}
