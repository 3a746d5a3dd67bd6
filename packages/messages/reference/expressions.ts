import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

/** Expressions in settings and rules, and checks of SQL statements before they run. */
export const expressionReference = {
  'expression.unknown-name': {
    meaning:
      'An expression reads a node or variable that does not exist, or a node that does not run before this node.',
    params: { name: 'nodes.orders', expression: '{{nodes.orders.value}}', names: ['input', 'nodes.load', 'variables'] },
  },
  'expression.invalid': {
    meaning:
      'The expression in a setting, condition or column cannot be parsed, or uses a feature that is not available there.',
    params: { kind: 'value', text: 'price >', reason: message('jsonata.S0207', {}) },
  },
  'expression.failed': {
    meaning: 'An error occurred while the run evaluated an expression in a setting.',
    params: { setting: 'url', reason: message('jsonata.D3030', { value: '"n/a"' }) },
  },
  'expression.no-value': {
    meaning: 'An expression inside a string has no value in this run, so the string would be incomplete.',
    params: { expression: 'input.customer.name' },
  },
  'sql.empty': 'A SQL node has no statement.',
  'sql.too-long': {
    meaning: 'The length of a statement is limited, so that it can be checked quickly.',
    params: { characters: 240_000, max: 100_000 },
  },
  'sql.syntax.null-character':
    'The statement contains the character U+0000, which DuckDB cannot process. It usually comes from pasted text.',
  'sql.too-deep': {
    meaning: 'The statement is nested too deeply. Such statements can cause a stack overflow in DuckDB.',
    params: { reason: message('sql.nested-brackets', { depth: 120, max: 100 }) },
  },
  'sql.too-large': {
    meaning: 'The statement combines so many parts, or creates such large values, that it could exhaust memory.',
    params: { reason: message('sql.too-many-clauses', { what: 'joined', count: 50, max: 40 }) },
  },
  'sql.not-select': {
    meaning: 'SQL nodes compute tables from their inputs, so only SELECT statements are allowed.',
    params: { keyword: 'DROP' },
  },
  'sql.sample':
    'The statement contains TABLESAMPLE or USING SAMPLE. Runs must be reproducible, so random samples require a seed.',
  'sql.other-table': {
    meaning:
      'The statement reads a table that is not an input of the node. Other tables of the run are not accessible.',
    params: { count: 2, table: 'customers', inputs: ['input', 'orders'] },
  },
  'sql.not-repeatable': {
    meaning:
      'The statement calls a function such as `random()` or `now()`. Runs must be reproducible: the same inputs must produce the same results.',
    params: { name: 'now' },
  },
  'sql.forbidden': {
    meaning:
      'The statement calls a function that reads files, settings or the network, or could use unbounded time or memory.',
    params: { use: 'function', name: 'read_csv', reason: '', example: '' },
  },
  'sql.may-differ': {
    meaning:
      'A note: the statement is allowed, but the order of rows or the last digits of numbers may differ between the page and the server.',
    params: { what: 'order', functions: ['first', 'string_agg'] },
  },
} as const satisfies ReferenceEntries
