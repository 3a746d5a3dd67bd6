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
  switch (operation.op) {
    case 'trim':
      return message('operation.trim', { column: operation.column, inner: operation.inner === true })
    case 'case':
      return message('operation.case', { column: operation.column, to: operation.to })
    case 'replace': {
      const { column, find, with: replacement, isPattern = false } = operation
      return message('operation.replace', { column, find, with: replacement, isPattern })
    }
    case 'parse-number':
      return message('operation.parse-number', { column: operation.column })
    case 'parse-date':
      return message('operation.parse-date', {
        column: operation.column,
        type: operation.type,
        format: operation.format,
      })
    case 'parse-currency':
      return message('operation.parse-currency', { column: operation.column, currency: operation.currency ?? '' })
    case 'cast':
      return message('operation.cast', { column: operation.column, type: operation.type })
    case 'finite':
      return message('operation.finite', { column: operation.column })
    case 'empty-texts':
      return message('operation.empty-texts', { column: operation.column, texts: operation.texts })
    case 'map-values':
      return message('operation.map-values', {
        column: operation.column,
        values: operation.values.length,
        others: operation.others,
      })
    case 'merge-spellings':
      return message('operation.merge-spellings', { column: operation.column, groups: operation.groups.length })
    case 'scale':
      return message('operation.scale', pickScaleParams(operation))
    case 'unscale':
      return message('operation.unscale', pickScaleParams(operation))
    case 'empty-where':
      return message('operation.empty-where', { column: operation.column, expression: operation.expression.trim() })
    case 'set-cells':
      return message('operation.set-cells', { column: operation.column, cells: operation.cells.length })
    case 'rename':
      return message('operation.rename', { column: operation.column, to: operation.to })
    case 'copy':
      return message('operation.copy', { column: operation.column, to: operation.to, type: operation.type })
    case 'split':
      return message('operation.split', {
        column: operation.column,
        separator: operation.separator,
        into: operation.into,
      })
    case 'join-columns':
      return message('operation.join-columns', { columns: operation.columns, to: operation.to })
    case 'extract':
      return message('operation.extract', {
        column: operation.column,
        pattern: operation.pattern,
        to: operation.to,
      })
    case 'derive':
      return message('operation.derive', { to: operation.to, expression: operation.expression.trim() })
    case 'flag':
      return message('operation.flag', { to: operation.to, expression: operation.expression.trim() })
    case 'encode':
      return message('operation.encode', {
        column: operation.column,
        to: operation.to,
        how: operation.how,
        values: operation.values.length,
      })
    case 'decode':
      return message('operation.decode', {
        to: operation.to,
        columns: operation.columns,
        values: operation.values.length,
      })
    case 'bucket':
      return message('operation.bucket', {
        column: operation.column,
        to: operation.to,
        ranges: operation.edges.length + 1,
      })
    case 'project': {
      const columns = operation.terms.map(({ column }) => column)
      return message('operation.project', { x: operation.x, y: operation.y, columns, seed: operation.seed })
    }
    case 'generate-id':
      return message('operation.generate-id', { to: operation.to })
    case 'number-rows':
      return message('operation.number-rows', { to: operation.to })
    case 'drop-column':
      return message('operation.drop-column', { column: operation.column })
    case 'select':
      return message('operation.select', { columns: operation.columns })
    case 'order-columns':
      return message('operation.order-columns', { columns: operation.first })
    case 'drop-null-rows':
      return message('operation.drop-null-rows', { columns: operation.columns })
    case 'drop-rows':
      return message('operation.drop-rows', { expression: operation.expression.trim() })
    case 'filter':
      return message('operation.filter', { expression: operation.expression.trim() })
    case 'deduplicate': {
      const { keep, columns } = operation
      return columns.length === 0
        ? message('operation.deduplicate', { keep })
        : message('operation.deduplicate.columns', { keep, columns })
    }
    case 'fill': {
      const { column, how, value = '' } = operation
      return addGroupColumns(message('operation.fill', { column, how, value }), operation)
    }
    case 'interpolate': {
      const { column, by = '' } = operation
      return addGroupColumns(message('operation.interpolate', { column, by }), operation)
    }
    case 'pivot':
      return message('operation.pivot', {
        column: operation.column,
        values: operation.values.length,
        function: operation.function,
        value: operation.value ?? '',
      })
    case 'unpivot':
      return message('operation.unpivot', { columns: operation.columns })
    case 'join-tables':
      return message('operation.join-tables', {
        table: operation.table,
        keys: operation.keys.map(({ left, right }) => (left === right ? left : `${left} = ${right}`)),
      })
    case 'geocode':
      return message('operation.geocode', { column: operation.column, table: operation.table })
    case 'points-of-links':
      return message('operation.points-of-links', { source: operation.source, target: operation.target })
    case 'resolve-links':
      return message('operation.resolve-links', { source: operation.source, target: operation.target })
  }
}

const pickScaleParams = ({ column, offset, divisor }: OperationOf<'scale'> | OperationOf<'unscale'>) => ({
  column,
  offset,
  divisor,
})

const addGroupColumns = (
  operation: Message,
  { within: columns = [] }: OperationOf<'fill'> | OperationOf<'interpolate'>,
): Message => (columns.length === 0 ? operation : message('operation.within', { operation, columns }))
