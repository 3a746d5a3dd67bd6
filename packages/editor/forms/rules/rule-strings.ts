import { formatCount } from '@aw-flow/messages'
import type { RuleSeverity } from '@aw-flow/schema'
import { pluralize } from '../../language/pluralize.ts'
import type { RuleKind } from './rule-kinds.ts'

const formatRowCount = (rowCount: number): string => pluralize(rowCount, { one: 'row', other: 'rows' })
const formatRuleCount = (ruleCount: number): string => pluralize(ruleCount, { one: 'rule', other: 'rules' })

/** UI strings of the rule builder, loaded together with it. */
export const ruleStrings = {
  checkAgainst: 'Check against',
  sources: {
    plan: 'Target of the plan',
    cosmo: 'Cosmograph requirements',
    rules: 'Rules',
    json: 'JSON',
  },
  notDisplayable: 'The list cannot show all parts of this JSON, such as combined validators or other formats.',
  kinds: {
    type: 'is of type',
    nullable: 'is never null',
    unique: 'is unique',
    min: '≥',
    max: '≤',
    moreThan: '>',
    lessThan: '<',
    earliest: 'is on or after',
    latest: 'is on or before',
    minLength: 'has at least this many characters',
    maxLength: 'has at most this many characters',
    pattern: 'matches the pattern',
    enum: 'is one of (one per line)',
    maxDistinct: 'has at most this many distinct values',
    notConstant: 'has at least two distinct values',
    notCopyOf: 'is not a copy of',
    finite: 'is finite',
    sequence: 'is the sequence 0, 1, 2, …',
    optional: 'may be missing',
  } as Record<RuleKind, string>,
  types: {
    number: 'number',
    integer: 'integer',
    text: 'text',
    boolean: 'boolean',
    date: 'date',
    time: 'time of day',
    any: 'any type',
  },
  severity: (column: string): string => `If ${column} fails`,
  severities: { error: 'Error', warning: 'Warning', info: 'Note' } as Record<RuleSeverity, string>,
  value: (column: string, kind: string): string => `${column} ${kind}`,
  addColumn: 'Add rule for a column',
  addKind: 'Add requirement…',
  addKindTo: (column: string): string => `Add requirement for ${column}`,
  addTableRule: 'Add rule for the table…',
  removeColumn: (column: string): string => `Remove the rules for ${column}`,
  removeKind: (column: string, kind: string): string => `Remove: ${column} ${kind}`,
  removeRule: (rule: string): string => `Remove: ${rule}`,
  table: 'Table',
  tableRules: {
    minRows: 'has at least this many rows',
    maxRows: 'has at most this many rows',
    strict: 'has no other columns',
    keys: 'has unique combinations of',
    conditions: 'has only rows where (JSONata)',
  },
  reference: (columns: string, table: string, targetColumns: string): string =>
    `${columns} references ${table} (${targetColumns})`,
  noRules: 'No rules yet. Add one for a column, or use the suggestions.',
  suggest: 'Suggest rules from the data',
  suggesting: 'Reading the table…',
  suggestions: (count: number): string => `Suggestions (${formatCount(count)})`,
  suggestionsHint: 'All rows pass these rules. Remove the rules that pass only by coincidence.',
  noSuggestions: 'The rules already contain all suggestions.',
  add: (rule: string): string => `Add: ${rule}`,
  addAll: 'Add all',
  testing: 'Testing…',
  notConnected: 'Connect a table to test the rules.',
  noData: 'Fix the problems in the preceding nodes to test the rules.',
  failed: (reason: string): string => `The rules could not be tested: ${reason}`,
  passes: 'All rows pass.',
  rowsFail: (failingCount: number, rowCount: number, percentage: string): string =>
    `${formatCount(failingCount)} of ${formatRowCount(rowCount)} (${percentage}) fail`,
  tableFails: 'Fails',
  missingColumn: 'The column is missing.',
  examples: (values: string): string => `For example ${values}`,
  example: (value: string, row: number): string => `${value} (row ${formatCount(row)})`,
  testSummary: (failingCount: number, ruleCount: number, rowCount: number): string =>
    failingCount === 0
      ? `${formatRowCount(rowCount)}: all rules pass.`
      : `${formatRowCount(rowCount)}: ${formatCount(failingCount)} of ${formatRuleCount(ruleCount)} fail.`,
  testedOnSample: (text: string): string => `Tested on a sample. ${text}`,
  testedOnLastRun: (text: string): string => `Tested on the last run. ${text}`,
  null: 'null',
}

/** UI strings of the rule builder. */
export type RuleStrings = typeof ruleStrings
