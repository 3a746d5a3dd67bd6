import { join, name, sql, unsafeSql, type Sql } from '@aw-flow/engine'
import { typeFamily, type Column, type Operation, type PreparationPlan } from '@aw-flow/schema'

/** A plan as SQL: one statement that makes the table, one that counts what each operation does, one that shows it. */
export interface CompiledPlan {
  /** The prepared rows in their order. */
  select: Sql
  /** One row; columns `rows`, `changed`, `nulled` with the operation's number behind, where anything may be other than 0. */
  effects: Sql | undefined
  /** Rows `op`, `row` (of the source, from 1), `before`, `after`: up to three of each of these operations. */
  examples(operations: readonly number[]): Sql | undefined
}

const shownExamples = 3

/**
 * Compiles a plan over a relation: each operation is a common table expression over the one before, so that what it
 * does can be counted exactly between the two. The column that numbers the source's rows is taken off at the end.
 */
export function compilePlan(plan: PreparationPlan, columns: readonly Column[], relation: Sql): CompiledPlan {
  const row = name(freeName('aw:row', columns))
  let current: Column[] = [...columns]
  let dropped = false
  let sorted = true
  const stages: Sql[] = [sql`${stage(0)} AS (SELECT *, rowid AS ${row} FROM ${relation})`]
  const effects: Sql[] = []
  const compiled = plan.operations.map((operation, index) => {
    const before = stage(index)
    const one = compileOperation(operation, current, row, dropped)
    stages.push(
      sql`${stage(index + 1)} AS (SELECT ${one.select} FROM ${before}${one.where ? sql` WHERE ${one.where}` : sql``})`,
    )
    effects.push(...effectsOf(operation, one, index, before))
    current = one.columns
    if (operation.op === 'drop-null-rows') dropped = true
    // A window hands rows on in an order of its own; everything else keeps the table's.
    if (operation.op === 'number-rows' && dropped) sorted = false
    return one
  })
  const chain = sql`WITH ${stages}`
  const last = stage(plan.operations.length)
  return {
    select: sql`${chain} SELECT * EXCLUDE (${row}) FROM ${last}${sorted ? sql`` : sql` ORDER BY ${row}`}`,
    effects: effects.length === 0 ? undefined : sql`${chain} SELECT ${effects}`,
    examples: (operations) => {
      const shown = operations.flatMap((index) =>
        examplesOf(plan.operations[index] as Operation, compiled[index] as CompiledOperation, index, stage(index), row),
      )
      return shown.length === 0 ? undefined : sql`${chain} ${join(shown, ' UNION ALL ')} ORDER BY 1, 2`
    },
  }
}

const stage = (index: number): Sql => name(`aw:step ${index}`)

function freeName(wanted: string, columns: readonly Column[]): string {
  const taken = new Set(columns.map((column) => column.name.toLowerCase()))
  let free = wanted
  while (taken.has(free)) free += '_'
  return free
}

interface CompiledOperation {
  select: Sql
  where?: Sql
  columns: Column[]
  /** For operations on cells: the value before and after, over the stage before. */
  cells?: { before: Sql; after: Sql }
}

const blanks = ' \t\r\n\u00a0'

function compileOperation(operation: Operation, columns: Column[], row: Sql, dropped: boolean): CompiledOperation {
  const replaced = (column: string, after: Sql, type: string): CompiledOperation => ({
    select: sql`* REPLACE (${after} AS ${name(column)})`,
    columns: columns.map((one) => (one.name === column ? { name: column, type } : one)),
    cells: { before: name(column), after },
  })
  const added = (to: string, value: Sql, type: string): CompiledOperation => ({
    select: sql`*, ${value} AS ${name(to)}`,
    columns: [...columns, { name: to, type }],
  })
  switch (operation.op) {
    case 'trim':
      return replaced(operation.column, sql`trim(${name(operation.column)}, ${blanks})`, 'VARCHAR')
    case 'parse-number':
      return replaced(operation.column, parsedNumber(operation), 'DOUBLE')
    case 'parse-date':
      return replaced(
        operation.column,
        sql`CAST(try_strptime(trim(${name(operation.column)}, ${blanks}), ${operation.format}) AS ${typeSql(operation.type)})`,
        operation.type,
      )
    case 'cast':
      return replaced(
        operation.column,
        sql`TRY_CAST(${name(operation.column)} AS ${typeSql(operation.type)})`,
        operation.type,
      )
    case 'finite': {
      const column = columns.find((one) => one.name === operation.column)
      const value = name(operation.column)
      const isNumber = typeFamily(column?.type ?? '') === 'number'
      return replaced(
        operation.column,
        isNumber ? sql`CASE WHEN isfinite(CAST(${value} AS DOUBLE)) THEN ${value} END` : value,
        column?.type ?? 'DOUBLE',
      )
    }
    case 'rename':
      return {
        select: sql`* RENAME (${name(operation.column)} AS ${name(operation.to)})`,
        columns: columns.map((one) => (one.name === operation.column ? { ...one, name: operation.to } : one)),
      }
    case 'copy':
      return added(operation.to, sql`TRY_CAST(${name(operation.column)} AS ${typeSql(operation.type)})`, operation.type)
    case 'generate-id':
      return added(operation.to, sql`concat(${operation.prefix}, CAST(${row} + 1 AS VARCHAR))`, 'VARCHAR')
    case 'number-rows':
      return added(operation.to, dropped ? sql`row_number() OVER (ORDER BY ${row}) - 1` : row, 'BIGINT')
    case 'drop-null-rows':
      return { select: sql`*`, where: allThere(operation.columns), columns }
    case 'drop-column':
      return {
        select: sql`* EXCLUDE (${name(operation.column)})`,
        columns: columns.filter((one) => one.name !== operation.column),
      }
    case 'order-columns': {
      const first = operation.first.map(name)
      const rest = columns.filter((one) => !operation.first.includes(one.name))
      return {
        select: sql`${[...first, ...rest.map((one) => name(one.name)), row]}`,
        columns: [...operation.first.flatMap((wanted) => columns.filter((one) => one.name === wanted)), ...rest],
      }
    }
  }
}

const allThere = (columns: readonly string[]): Sql =>
  join(
    columns.map((column) => sql`${name(column)} IS NOT NULL`),
    ' AND ',
  )

type ParseNumber = Extract<Operation, { op: 'parse-number' }>

function parsedNumber({ column, strip, decimal, thousands }: ParseNumber): Sql {
  const text = sql`CAST(${name(column)} AS VARCHAR)`
  const bare = [...strip, thousands]
    .filter((part) => part !== '')
    .reduce((inner, part) => sql`replace(${inner}, ${part}, '')`, text)
  const number = decimal === ',' ? sql`replace(${bare}, ',', '.')` : bare
  return sql`TRY_CAST(trim(${number}, ${blanks}) AS DOUBLE)`
}

const knownTypes =
  /^(?:BOOLEAN|(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL\(\d{1,2},\d{1,2}\)|VARCHAR|DATE|TIME|TIMESTAMP|UUID)$/

/** A type's name as SQL; a plan comes from outside, so only known names pass. */
function typeSql(type: string): Sql {
  if (!knownTypes.test(type)) throw new RangeError(`"${type}" is not a type that a column can be given.`)
  return unsafeSql(type)
}

/** True for a type that operations may name. */
export const isKnownType = (type: string): boolean => knownTypes.test(type)

const asText = (value: Sql): Sql => sql`CAST(${value} AS VARCHAR)`
const isChanged = ({ before, after }: { before: Sql; after: Sql }): Sql =>
  sql`${asText(before)} IS DISTINCT FROM ${asText(after)}`

/** A value is written alike as a text: only NULL may come of it, and none does. */
const keepsText = (operation: Operation): boolean => operation.op === 'cast' && operation.type === 'VARCHAR'

function effectsOf(operation: Operation, { cells }: CompiledOperation, index: number, before: Sql): Sql[] {
  const as = (what: string): Sql => name(`${what}${index}`)
  if (operation.op === 'drop-null-rows')
    return [sql`(SELECT count(*) FROM ${before} WHERE NOT (${allThere(operation.columns)})) AS ${as('rows')}`]
  if (operation.op === 'copy') {
    const [value, type] = [name(operation.column), typeSql(operation.type)]
    const lost = sql`${value} IS NOT NULL AND TRY_CAST(${value} AS ${type}) IS NULL`
    return [
      sql`(SELECT count(TRY_CAST(${value} AS ${type})) FROM ${before}) AS ${as('changed')}`,
      ...(operation.type === 'VARCHAR' ? [] : [sql`(SELECT count(*) FROM ${before} WHERE ${lost}) AS ${as('nulled')}`]),
    ]
  }
  if (!cells || keepsText(operation)) return []
  return [
    sql`(SELECT count(*) FROM ${before} WHERE ${isChanged(cells)}) AS ${as('changed')}`,
    sql`(SELECT count(*) FROM ${before} WHERE ${cells.before} IS NOT NULL AND (${cells.after}) IS NULL) AS ${as('nulled')}`,
  ]
}

function examplesOf(operation: Operation, compiled: CompiledOperation, index: number, before: Sql, row: Sql): Sql[] {
  const pick = (where: Sql, from: Sql, to: Sql): Sql =>
    sql`SELECT * FROM (SELECT ${index} AS op, ${row} + 1 AS ${name('row')}, ${from} AS before, ${to} AS after FROM ${before} WHERE ${where} ORDER BY ${row} LIMIT ${shownExamples})`
  if (compiled.cells) {
    const { before: from, after: to } = compiled.cells
    return [pick(isChanged(compiled.cells), asText(from), asText(sql`(${to})`))]
  }
  if (operation.op === 'drop-null-rows') {
    const values = operation.columns.map(
      (column) => sql`concat(${`${column}: `}, coalesce(${asText(name(column))}, 'no value'))`,
    )
    return [pick(sql`NOT (${allThere(operation.columns)})`, sql`concat_ws(', ', ${values})`, sql`NULL`)]
  }
  return []
}
