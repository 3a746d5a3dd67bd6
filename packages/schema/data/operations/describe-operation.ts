import { message, type Message } from '@aw-flow/messages'
import type { Operation, OperationOf } from './operation.ts'

/**
 * Describes in one line what an operation does, as a message `operation.<kind>`. Column names are in backticks.
 *
 * @example
 * describeOperation({ op: 'drop-column', reason: '', column: 'a' }) // { code: 'operation.drop-column', params: { column: 'a' } }
 * @internal
 */
export function describeOperation(operation: Operation): Message {
  // The table has each function under the kind of its operations, which TypeScript cannot express.
  return (describersByKind[operation.op] as (operation: Operation) => Message)(operation)
}

const describersByKind: { readonly [Kind in Operation['op']]: (operation: OperationOf<Kind>) => Message } = {
  trim: ({ column, inner = false }) => message('operation.trim', { column, inner }),
  case: ({ column, to }) => message('operation.case', { column, to }),
  replace: ({ column, find, with: replacement, isPattern = false }) =>
    message('operation.replace', { column, find, with: replacement, isPattern }),
  'parse-number': ({ column }) => message('operation.parse-number', { column }),
  'parse-date': ({ column, type, format }) => message('operation.parse-date', { column, type, format }),
  'parse-currency': ({ column, currency = '' }) => message('operation.parse-currency', { column, currency }),
  cast: ({ column, type }) => message('operation.cast', { column, type }),
  finite: ({ column }) => message('operation.finite', { column }),
  'empty-texts': ({ column, texts }) => message('operation.empty-texts', { column, texts }),
  'map-values': ({ column, values, others }) =>
    message('operation.map-values', { column, values: values.length, others }),
  'merge-spellings': ({ column, groups }) => message('operation.merge-spellings', { column, groups: groups.length }),
  scale: ({ column, offset, divisor }) => message('operation.scale', { column, offset, divisor }),
  unscale: ({ column, offset, divisor }) => message('operation.unscale', { column, offset, divisor }),
  'empty-where': ({ column, expression }) =>
    message('operation.empty-where', { column, expression: expression.trim() }),
  'set-cells': ({ column, cells }) => message('operation.set-cells', { column, cells: cells.length }),
  rename: ({ column, to }) => message('operation.rename', { column, to }),
  copy: ({ column, to, type }) => message('operation.copy', { column, to, type }),
  split: ({ column, separator, into }) => message('operation.split', { column, separator, into }),
  'join-columns': ({ columns, to }) => message('operation.join-columns', { columns, to }),
  extract: ({ column, pattern, to }) => message('operation.extract', { column, pattern, to }),
  derive: ({ to, expression }) => message('operation.derive', { to, expression: expression.trim() }),
  flag: ({ to, expression }) => message('operation.flag', { to, expression: expression.trim() }),
  encode: ({ column, to, how, values }) => message('operation.encode', { column, to, how, values: values.length }),
  decode: ({ to, columns, values }) => message('operation.decode', { to, columns, values: values.length }),
  bucket: ({ column, to, edges }) => message('operation.bucket', { column, to, ranges: edges.length + 1 }),
  project: ({ x, y, terms, seed }) =>
    message('operation.project', { x, y, columns: terms.map(({ column }) => column), seed }),
  'generate-id': ({ to }) => message('operation.generate-id', { to }),
  'number-rows': ({ to }) => message('operation.number-rows', { to }),
  'drop-column': ({ column }) => message('operation.drop-column', { column }),
  select: ({ columns }) => message('operation.select', { columns }),
  'order-columns': ({ first }) => message('operation.order-columns', { columns: first }),
  'drop-null-rows': ({ columns }) => message('operation.drop-null-rows', { columns }),
  'drop-rows': ({ expression }) => message('operation.drop-rows', { expression: expression.trim() }),
  filter: ({ expression }) => message('operation.filter', { expression: expression.trim() }),
  deduplicate: ({ keep, columns }) =>
    columns.length === 0
      ? message('operation.deduplicate', { keep })
      : message('operation.deduplicate.columns', { keep, columns }),
  fill: ({ column, how, value = '', within }) =>
    addGroupColumns(message('operation.fill', { column, how, value }), within),
  interpolate: ({ column, by = '', within }) =>
    addGroupColumns(message('operation.interpolate', { column, by }), within),
  pivot: ({ column, values, function: aggregate, value = '' }) =>
    message('operation.pivot', { column, values: values.length, function: aggregate, value }),
  unpivot: ({ columns }) => message('operation.unpivot', { columns }),
  'join-tables': ({ table, keys }) =>
    message('operation.join-tables', {
      table,
      keys: keys.map(({ left, right }) => (left === right ? left : `${left} = ${right}`)),
    }),
  geocode: ({ column, table }) => message('operation.geocode', { column, table }),
  'points-of-links': ({ source, target }) => message('operation.points-of-links', { source, target }),
  'resolve-links': ({ source, target }) => message('operation.resolve-links', { source, target }),
}

const addGroupColumns = (operation: Message, columns: readonly string[] = []): Message =>
  columns.length === 0 ? operation : message('operation.within', { operation, columns })
