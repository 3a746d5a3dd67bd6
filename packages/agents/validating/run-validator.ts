import { message } from '@aw-flow/messages'
import { defined, type TableSchema, type ValidationReport } from '@aw-flow/schema'
import type { RuleResult, Validator } from '@aw-flow/schema/internal'
import type { NamedTables } from '../preparing/plans/compile-for-table.ts'
import { validateInfo, type InfoRule } from './validate-info.ts'
import {
  validateWithHost,
  validateCode,
  validateExpression,
  validatePredicate,
  type RowsContext,
} from './validate-rows.ts'
import { createReport, validateTable } from './validate-table.ts'

/**
 * Options for running a validator.
 *
 * @internal
 */
export interface RunValidatorOptions extends RowsContext {
  validator: Validator
  /** Other tables that schemas refer to, keyed by name. */
  namedTables?: NamedTables
}

/**
 * Validates a table with a validator, which may combine other validators. All rules are evaluated, even after one has
 * failed. For `any`, the report contains the rules of the first alternative that passes, or a single failed rule if
 * none passes.
 *
 * @returns The report, which is valid unless a rule with the severity `error` fails.
 * @internal
 */
export async function runValidator(options: RunValidatorOptions): Promise<ValidationReport> {
  return createReport(await runRules(options.validator, options), options.table.rows)
}

async function runRules(validator: Validator, options: RunValidatorOptions): Promise<RuleResult[]> {
  const { tables, table, signal, namedTables } = options
  if ('schema' in validator) {
    // Plain column names were already converted to rules when the validator was parsed.
    const schema = validator.schema as TableSchema
    return (await validateTable(defined({ tables, table, schema, signal, namedTables }))).rules
  }
  if ('info' in validator) return validateInfo(tables, table, validator.info as InfoRule[], signal)
  if ('expression' in validator) return [await validateExpression(options, validator)]
  if ('sql' in validator) return [await validatePredicate(options, validator)]
  if ('code' in validator) return [await validateCode(options, validator)]
  if ('host' in validator) return [await validateWithHost(options, validator)]
  if ('all' in validator) {
    const rules: RuleResult[] = []
    for (const innerValidator of validator.all) rules.push(...(await runRules(innerValidator, options)))
    return rules
  }
  return runAny(validator.any, options)
}

const maxReasons = 5

async function runAny(validators: readonly Validator[], options: RunValidatorOptions): Promise<RuleResult[]> {
  const { rows } = options.table
  let closestAlternative: { index: number; failedRules: RuleResult[] } | undefined
  for (const [index, alternative] of validators.entries()) {
    const rules = await runRules(alternative, options)
    if (createReport(rules, rows).valid) return rules
    const failedRules = rules.filter(({ valid }) => !valid)
    if (!closestAlternative || failedRules.length < closestAlternative.failedRules.length)
      closestAlternative = { index, failedRules }
  }
  const failedRules = closestAlternative?.failedRules ?? []
  return [
    {
      code: 'any',
      rule: message('validate.rule-any', { alternatives: validators.length }),
      severity: 'error',
      valid: false,
      failing: Math.max(...failedRules.map(({ failing }) => failing)),
      checked: rows,
      sample: failedRules[0]?.sample ?? [],
      message: message('validate.any', {
        alternatives: validators.length,
        nearest: (closestAlternative?.index ?? 0) + 1,
        reason: failedRules
          .slice(0, maxReasons)
          .map((rule) => rule.message)
          .reduce((first, second) => message('validate.sentences', { first, second })),
      }),
    },
  ]
}
