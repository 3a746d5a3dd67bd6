import { isInteger } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { info, type Column, type PreparationPlan, type Problem, type TableRef } from '@aw-flow/schema'
import type { Operation, OperationOf } from '@aw-flow/schema/internal'
import { compileForTable, type NamedTables } from './compile-for-table.ts'
import type { PlanStep } from './compile-plan.ts'
import { nameOneHotColumns } from '../operations/columns/encode.ts'

/**
 * Creates the inverse of a plan. It reverses scaling, encodings and conversions, restores nulls that the plan flagged,
 * drops added columns, and restores the names and order of columns. It needs only the prepared columns and keeps all
 * others, so it can also be applied to a table with predictions. Notes report what cannot be restored: dropped columns
 * and rows, and unflagged nulls. Fractions are restored to about 15 digits, integers and times exactly.
 *
 * @param table The table that the plan was applied to. Only its columns are used.
 * @internal
 */
export function invertPlan(
  { operations }: Pick<PreparationPlan, 'operations'>,
  table: TableRef,
  namedTables: NamedTables = {},
): PreparationPlan {
  const { steps, columns } = compileForTable({ table, operations, namedTables })
  const inverter = new PlanInverter(steps, columns)
  for (const step of steps.toReversed()) inverter.undo(step)
  return { target: 'generic', ...inverter.finish(table.columns) }
}

/** Builds the inverse operations, from the last operation to the first, and tracks the columns after each one. */
class PlanInverter {
  #steps: readonly PlanStep[]
  /** Types of the current columns, keyed by column name. */
  #columns: Map<string, string>
  #operations: Operation[] = []
  #notes: Problem[] = []

  constructor(steps: readonly PlanStep[], columns: readonly Column[]) {
    this.#steps = steps
    this.#columns = new Map(columns.map(({ name, type }) => [name, type]))
  }

  undo({ operation, index, input, columns }: PlanStep): void {
    const findTypeBefore = (column: string): string =>
      input.columns.find(({ name }) => name === column)?.type ?? 'VARCHAR'
    switch (operation.op) {
      case 'scale':
        return this.#unscale(operation, findTypeBefore(operation.column))
      case 'cast':
        return this.#restoreType(operation.column, findTypeBefore(operation.column))
      case 'encode':
        return this.#decode(operation, findTypeBefore(operation.column))
      case 'copy':
        return this.#restoreCopiedColumn(operation, findTypeBefore(operation.column))
      case 'fill':
        return this.#restoreNulls(operation, index)
      case 'rename':
        if (this.#columns.has(operation.to)) this.#rename(operation.to, operation.column)
        return
      case 'drop-column':
      case 'select':
      case 'order-columns':
        return
      default: {
        const namesBefore = new Set(input.columns.map(({ name }) => name))
        for (const { name } of columns) if (!namesBefore.has(name)) this.#drop(name)
        if (!additiveOperations.has(operation.op)) this.#reportLoss(operation)
      }
    }
  }

  /** Restores the column order, reports columns that were not restored, and returns the operations and notes. */
  finish(originalColumns: readonly Column[]): Pick<PreparationPlan, 'operations' | 'notes'> {
    const restoredNames = originalColumns.filter(({ name }) => this.#columns.has(name)).map(({ name }) => name)
    for (const { name } of originalColumns)
      if (!this.#columns.has(name))
        this.#notes.push(info('prepare.not-restored.column', { column: name }, { where: { column: name } }))
    if (restoredNames.length > 0)
      this.#add({ op: 'order-columns', reason: message('prepare.reason-original-order', {}), first: restoredNames })
    return { operations: this.#operations, notes: this.#notes }
  }

  #unscale({ column, offset, divisor }: OperationOf<'scale'>, type: string): void {
    if (!this.#columns.has(column)) return
    const reason = message('prepare.reason-unscale', {})
    this.#add({ op: 'unscale', reason, column, offset, divisor, type })
    this.#columns.set(column, type)
  }

  #restoreType(column: string, type: string): void {
    const currentType = this.#columns.get(column)
    if (currentType === undefined || currentType === type) return
    this.#columns.set(column, type)
    const unscaleOperation = this.#operations.findLast(
      (candidate) => candidate.op === 'unscale' && candidate.column === column,
    )
    // Unscaling rounds to the original integer type, whereas a cast would set inexact numbers to null.
    if (unscaleOperation?.op === 'unscale' && isInteger(type)) unscaleOperation.type = type
    else this.#add({ op: 'cast', reason: message('prepare.reason-original-type', {}), column, type })
  }

  #decode({ column, how, values, to }: OperationOf<'encode'>, type: string): void {
    const distinctValues = [...new Set(values)]
    const columns = how === 'ordinal' ? [to] : nameOneHotColumns(to, distinctValues)
    if (!columns.every((encoded) => this.#columns.has(encoded))) return
    if (!this.#columns.has(column)) {
      const reason = message('prepare.reason-decode', {})
      this.#add({ op: 'decode', reason, columns, how, values: distinctValues, to: column })
      this.#columns.set(column, 'VARCHAR')
      this.#restoreType(column, type)
    }
    for (const name of columns) this.#drop(name)
  }

  #restoreCopiedColumn({ column, to }: OperationOf<'copy'>, type: string): void {
    const currentType = this.#columns.get(to)
    if (currentType === undefined) return
    if (!this.#columns.has(column)) {
      this.#add({ op: 'copy', reason: message('prepare.reason-copy-back', {}), column: to, to: column, type })
      this.#columns.set(column, type)
    }
    this.#drop(to)
  }

  /** Sets the cells that `fill` changed back to null if the plan flagged them. */
  #restoreNulls(operation: OperationOf<'fill'>, index: number): void {
    const { column } = operation
    if (!this.#columns.has(column)) return
    const earlierOperations = this.#steps.filter((step) => step.index < index).map((step) => step.operation)
    const copyOperation = earlierOperations.findLast((candidate) => candidate.op === 'copy' && candidate.to === column)
    const names = [column, ...(copyOperation?.op === 'copy' ? [copyOperation.column] : [])]
    const flagOperation = earlierOperations.findLast(
      (candidate) =>
        candidate.op === 'flag' && names.some((name) => candidate.expression === `$not($exists(\`${name}\`))`),
    )
    if (flagOperation?.op === 'flag' && this.#columns.has(flagOperation.to)) {
      const trueLiteral = this.#columns.get(flagOperation.to) === 'BOOLEAN' ? 'true' : '1'
      const reason = message('prepare.reason-restore-nulls', {})
      this.#add({ op: 'empty-where', reason, column, expression: `\`${flagOperation.to}\` = ${trueLiteral}` })
      return
    }
    // A negative ordinal does not represent a category, so decoding it returns null.
    const isEncoded = earlierOperations.some(
      (candidate) => candidate.op === 'encode' && candidate.how === 'ordinal' && candidate.to === column,
    )
    if (!(isEncoded && operation.how === 'constant' && Number(operation.value) < 0)) this.#reportLoss(operation)
  }

  #rename(column: string, to: string): void {
    this.#add({ op: 'rename', reason: message('prepare.reason-original-name', {}), column, to })
    this.#columns.set(to, this.#columns.get(column) ?? 'VARCHAR')
    this.#columns.delete(column)
  }

  #drop(column: string): void {
    if (!this.#columns.delete(column)) return
    this.#add({ op: 'drop-column', reason: message('prepare.reason-added-by-plan', {}), column })
  }

  #reportLoss(operation: Operation): void {
    const where = 'column' in operation ? { column: operation.column } : {}
    const { op } = operation
    this.#notes.push(info('prepare.not-restored', { op }, { where }))
  }

  #add(operation: Operation): void {
    this.#operations.push(operation)
  }
}

/** Operations that only add columns. */
const additiveOperations = new Set<Operation['op']>([
  'flag',
  'derive',
  'split',
  'join-columns',
  'extract',
  'bucket',
  'project',
  'generate-id',
  'number-rows',
  'geocode',
  'decode',
])
