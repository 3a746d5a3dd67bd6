import { isInteger } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import {
  info,
  type Column,
  type Operation,
  type OperationOf,
  type PreparationPlan,
  type Problem,
  type TableRef,
} from '@aw-flow/schema'
import { compileForTable, type GivenTables } from './compile-for-table.ts'
import type { PlanStep } from './compile-plan.ts'
import { oneHotColumns } from '../operations/columns/encode.ts'

/**
 * The plan that leads from a prepared table back to what the cells were: scales, encodings, conversions and marked gaps
 * are undone, columns that were made go, columns come back under their names and in their order. It needs nothing but the
 * prepared columns, so it also reads what a model has foretold in them; rows may be others, and further columns stay.
 * What a plan has thrown away (columns, rows, unmarked gaps) cannot come back, and is told in its notes. Numbers with a
 * fraction come back to some fifteen digits, whole numbers and moments exactly. `table` is what the plan was carried out
 * on; of it only the columns matter.
 */
export function invertPlan(
  { operations }: Pick<PreparationPlan, 'operations'>,
  table: TableRef,
  given: GivenTables = {},
): PreparationPlan {
  const { steps, columns } = compileForTable({ table, operations, given })
  const way = new WayBack(steps, columns)
  for (const step of steps.toReversed()) way.undo(step)
  return { target: 'generic', ...way.arrived(table.columns) }
}

/** Goes from the last operation to the first, and knows the columns that are there on the way. */
class WayBack {
  #steps: readonly PlanStep[]
  #there: Map<string, string>
  #operations: Operation[] = []
  #notes: Problem[] = []

  constructor(steps: readonly PlanStep[], columns: readonly Column[]) {
    this.#steps = steps
    this.#there = new Map(columns.map(({ name, type }) => [name, type]))
  }

  undo({ operation, index, stage, columns }: PlanStep): void {
    const typeBefore = (column: string): string => stage.columns.find(({ name }) => name === column)?.type ?? 'VARCHAR'
    switch (operation.op) {
      case 'scale':
        return this.#unscale(operation, typeBefore(operation.column))
      case 'cast':
        return this.#castBack(operation.column, typeBefore(operation.column))
      case 'encode':
        return this.#decode(operation, typeBefore(operation.column))
      case 'copy':
        return this.#copyBack(operation, typeBefore(operation.column))
      case 'fill':
        return this.#emptyAgain(operation, index)
      case 'rename':
        if (this.#there.has(operation.to)) this.#rename(operation.to, operation.column)
        return
      case 'drop-column':
      case 'select':
      case 'order-columns':
        return
      default: {
        const before = new Set(stage.columns.map(({ name }) => name))
        for (const { name } of columns) if (!before.has(name)) this.#drop(name)
        if (!addsOnly.has(operation.op)) this.#tell(operation)
      }
    }
  }

  /** The operations and notes; columns that are not back are told, and the others stand as they stood. */
  arrived(columns: readonly Column[]): Pick<PreparationPlan, 'operations' | 'notes'> {
    const back = columns.filter(({ name }) => this.#there.has(name)).map(({ name }) => name)
    for (const { name } of columns)
      if (!this.#there.has(name))
        this.#notes.push(info('prepare.not-restored.column', { column: name }, { where: { column: name } }))
    if (back.length > 0)
      this.#add({ op: 'order-columns', reason: message('prepare.reason-order-before', {}), first: back })
    return { operations: this.#operations, notes: this.#notes }
  }

  #unscale({ column, offset, divisor }: OperationOf<'scale'>, type: string): void {
    if (!this.#there.has(column)) return
    const reason = message('prepare.reason-unscale', {})
    this.#add({ op: 'unscale', reason, column, offset, divisor, type })
    this.#there.set(column, type)
  }

  #castBack(column: string, type: string): void {
    const own = this.#there.get(column)
    if (own === undefined || own === type) return
    this.#there.set(column, type)
    const unscaled = this.#operations.findLast((one) => one.op === 'unscale' && one.column === column)
    // What was scaled is rounded to the type that it had: to convert it would empty what is a digit off.
    if (unscaled?.op === 'unscale' && isInteger(type)) unscaled.type = type
    else this.#add({ op: 'cast', reason: message('prepare.reason-type-before', {}), column, type })
  }

  #decode({ column, how, values, to }: OperationOf<'encode'>, type: string): void {
    const different = [...new Set(values)]
    const columns = how === 'ordinal' ? [to] : oneHotColumns(to, different)
    if (!columns.every((one) => this.#there.has(one))) return
    if (!this.#there.has(column)) {
      const reason = message('prepare.reason-decode', {})
      this.#add({ op: 'decode', reason, columns, how, values: different, to: column })
      this.#there.set(column, 'VARCHAR')
      this.#castBack(column, type)
    }
    for (const one of columns) this.#drop(one)
  }

  #copyBack({ column, to }: OperationOf<'copy'>, type: string): void {
    const own = this.#there.get(to)
    if (own === undefined) return
    if (!this.#there.has(column)) {
      this.#add({ op: 'copy', reason: message('prepare.reason-copy-back', {}), column: to, to: column, type })
      this.#there.set(column, type)
    }
    this.#drop(to)
  }

  /** A cell was empty where a flag of the plan says so, of the column or of the one that it was copied from. */
  #emptyAgain(operation: OperationOf<'fill'>, index: number): void {
    const { column } = operation
    if (!this.#there.has(column)) return
    const earlier = this.#steps.filter((step) => step.index < index).map((step) => step.operation)
    const source = earlier.findLast((one) => one.op === 'copy' && one.to === column)
    const names = [column, ...(source?.op === 'copy' ? [source.column] : [])]
    const flag = earlier.findLast(
      (one) => one.op === 'flag' && names.some((name) => one.expression === `$not($exists(\`${name}\`))`),
    )
    if (flag?.op === 'flag' && this.#there.has(flag.to)) {
      const isTrue = this.#there.get(flag.to) === 'BOOLEAN' ? 'true' : '1'
      const reason = message('prepare.reason-null-again', {})
      this.#add({ op: 'empty-where', reason, column, expression: `\`${flag.to}\` = ${isTrue}` })
      return
    }
    // A number that stands for no value is none of an encoding's, and is read back as none.
    const isEncoded = earlier.some((one) => one.op === 'encode' && one.how === 'ordinal' && one.to === column)
    if (!(isEncoded && operation.how === 'constant' && Number(operation.value) < 0)) this.#tell(operation)
  }

  #rename(column: string, to: string): void {
    this.#add({ op: 'rename', reason: message('prepare.reason-name-before', {}), column, to })
    this.#there.set(to, this.#there.get(column) ?? 'VARCHAR')
    this.#there.delete(column)
  }

  #drop(column: string): void {
    if (!this.#there.delete(column)) return
    this.#add({ op: 'drop-column', reason: message('prepare.reason-added-by-plan', {}), column })
  }

  #tell(operation: Operation): void {
    const where = 'column' in operation ? { column: operation.column } : {}
    const { op } = operation
    this.#notes.push(info('prepare.not-restored', { op }, { where }))
  }

  #add(operation: Operation): void {
    this.#operations.push(operation)
  }
}

/** Operations that make columns, and change no cell that was there. */
const addsOnly = new Set<Operation['op']>([
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
