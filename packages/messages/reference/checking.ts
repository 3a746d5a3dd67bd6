import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

/** Checks of cells, schemas, validators, and the Validate node. */
export const checkingReference = {
  'check.sampled': {
    meaning:
      'The table is too large to check every cell, so only a sample of its rows was checked. Errors in other rows were not detected.',
    params: { checked: 150_000, rows: 2_000_000, blocks: 40, maxCells: 1_500_000 },
  },
  'check.by-model': {
    meaning: 'A language model reviewed the least certain findings. Findings and repairs were not changed.',
    params: {
      model: 'small',
      host: 'localhost:11434',
      reviewed: 5,
      doubts: 1,
      proposals: 0,
      doubted: [message('loading.cell', { row: 17, text: 'city: Bern' })],
      proposed: [],
    },
  },
  'validate.no-rows': 'The table has no rows, so rules about rows pass without any check.',
  'validate.pattern': {
    meaning: 'A rule uses a regular expression that DuckDB cannot compile.',
    params: {
      rule: message('validate.rule-pattern', { column: 'code', pattern: '/(?=a)/' }),
      reason: 'invalid perl operator: (?=',
    },
  },
  'validate.by-model': {
    meaning:
      'A language model proposed rules for a table. Rows that fail them are counted, but do not make the table invalid.',
    params: { model: 'small', host: 'localhost:11434', rules: 2 },
  },
  'validate.missing-column': 'A rule of the Validate node refers to a column that the incoming table does not have.',
  'validate.no-plan':
    'A Validate node checks what the plan of a Prepare node promises, but no plan is connected to it, or the connected value is not a plan.',
  'validate.not-valid': {
    meaning: 'The table fails a rule, and the Validate node is set to stop the run in this case.',
    params: { failed: 1, rules: 4, reason: message('validate.nullable', { column: 'price', failing: 3, rows: 1_200 }) },
  },
  'validate.rule-failed': {
    meaning: 'The table fails a rule of the Validate node, and the node is set to report failures and continue.',
    params: { reason: message('validate.unique', { column: 'id', failing: 4, rows: 1_200 }) },
    solution: 'Open the report of the node to see the rows, then correct the data or the rule.',
  },
  'schema.pattern': {
    meaning: 'A schema contains a regular expression that cannot be compiled.',
    params: { pattern: '"[A-Z"', column: 'code', reason: 'missing closing ]' },
  },
  'schema.invalid-date': {
    meaning: 'The format of a limit for dates or times in a schema is not supported.',
    params: { bound: 'min', column: 'date', value: '1/2/2024' },
  },
  'schema.length': {
    meaning: 'A limit for the length of strings in a schema is negative.',
    params: { bound: 'minLength', column: 'code', value: '-1' },
    solution: 'Set the length to 0 or more.',
  },
  'schema.empty-range': 'The limits of a column in a schema contradict each other, so no value can meet both of them.',
  'schema.condition': {
    meaning: 'A condition in a schema is not a valid expression that uses the columns of the table.',
    params: { rule: 'price >', reason: message('jsonata.S0207', {}) },
  },
  'schema.reference': {
    meaning: 'The two sides of a foreign key in a schema have different numbers of columns.',
    params: { columns: ['order', 'line'], to: ['id'] },
  },
  'schema.no-table': {
    meaning: 'A foreign key in a schema refers to a table that is not connected to the node.',
    params: { table: 'customers', columns: ['customer'], names: '' },
  },
  'schema.missing-column': 'A key or a condition in a schema uses a column that the incoming table does not have.',
  'schema.empty': 'A schema was provided as an empty string.',
  'schema.empty.no-rules': 'A Validate node has no rules, so it would accept every table.',
  'schema.not-json': {
    meaning: 'A schema was provided as text that is not JSON.',
    params: { reason: message('json.malformed', { reason: message('json.empty', {}) }) },
  },
  'schema.not-an-object': {
    meaning: 'A schema was provided as an array or a single value instead of an object.',
    params: { found: 'an array' },
  },
  'schema.invalid': {
    meaning: 'A property of a schema does not have the expected type or value.',
    params: {
      path: 'columns.0.min',
      issue: message('value.expected', { expected: message('value.number', {}), found: '"zero"' }),
    },
  },
  'schema.invalid.custom': 'The target of a Prepare node is "Custom schema", but no schema is set.',
  'schema.several': {
    meaning: 'A Frictionless data package that describes several tables was provided as a schema.',
    params: { tables: 2, names: ['orders', 'customers'] },
  },
  'schema.unsupported-feature': {
    meaning: 'A JSON Schema or Frictionless schema uses a feature that is not supported. The other rules are checked.',
    params: {
      subject: message('schema.subject-column', { column: 'price' }),
      feature: message('schema.feature-keyword', { name: 'multipleOf' }),
    },
  },
  'validator.invalid': {
    meaning: 'A validator for the command line or a Validate node does not have one of the supported forms.',
    params: { kind: 'info', issue: 'expected an array' },
  },
} as const satisfies ReferenceEntries
