import { join, name, sql, type Sql } from '@aw-flow/engine'
import type { Cell } from '../operations/operation-definition.ts'
import { operationError } from '../operations/operation-error.ts'

/** A cell of a new or changed column, over the columns before. */
export interface LayeredCell {
  name: string
  value: Sql
  /** The columns that `value` reads. */
  of: readonly string[]
}

/** A column as some step left it. */
interface Version {
  name: string
  value?: Sql
  of: readonly Version[]
  /** The SELECT that makes it; 0 is the relation that all begins with. */
  layer: number
}

interface Filter {
  keeps: Sql
  of: readonly Version[]
  layer: number
  step: number
}

const key = (column: string): string => column.toLowerCase()

/**
 * Steps on single rows as few SELECTs: each step stands in the first one in which all that it reads is there, beside
 * others that have nothing to do with it. So a thousand columns that are each changed four times take four SELECTs and no
 * four thousand, and what nobody reads is left out. Rows carry their place through all of them.
 */
export class CellLayers {
  readonly #from: Sql
  readonly #place: Sql
  readonly #row: Sql
  /** Of each column, by its name in small letters: what it was after which step. */
  readonly #versions = new Map<string, { step: number; version: Version }[]>()
  /** The last SELECT in which a column of a name is read: no other of that name may stand before it. */
  readonly #readAt = new Map<string, number>()
  readonly #filters: Filter[] = []
  #step = 0

  /** `from` stands behind FROM and has `columns`; `place` is a row's place in it, `row` its name here. */
  constructor({ from, columns, place, row }: { from: Sql; columns: readonly string[]; place: Sql; row: Sql }) {
    this.#from = from
    this.#place = place
    this.#row = row
    for (const column of columns)
      this.#versions.set(key(column), [{ step: 0, version: { name: column, of: [], layer: 0 } }])
  }

  /** Adds a step: cells that are made or changed, and rows that stay. All of it reads what the steps before have left. */
  add(cells: readonly LayeredCell[], where?: { keeps: Sql; of: readonly string[] }): void {
    this.#step++
    const made = cells.map((cell) => ({ ...cell, of: this.#all(cell.of) }))
    const asked = where && { keeps: where.keeps, of: this.#all(where.of) }
    const read = [...made, ...(asked ? [asked] : [])].flatMap(({ of }) => of)
    const layer = Math.max(
      1,
      ...read.map((version) => version.layer + 1),
      ...cells.map((cell) => this.#readAt.get(key(cell.name)) ?? 0),
    )
    for (const version of read)
      this.#readAt.set(key(version.name), Math.max(layer, this.#readAt.get(key(version.name)) ?? 0))
    for (const { name: column, value, of } of made) {
      const versions = this.#versions.get(key(column)) ?? []
      versions.push({ step: this.#step, version: { name: column, value, of, layer } })
      this.#versions.set(key(column), versions)
    }
    if (asked) this.#filters.push({ ...asked, layer, step: this.#step })
  }

  /** These columns after so many steps (all, where it is not said), and the rows' places. */
  select(columns: readonly string[], steps = this.#step): Sql {
    const wanted = columns.map((column) => this.#version(column, steps))
    const filters = this.#filters.filter(({ step }) => step <= steps)
    const lastRead = new Map<Version, number>()
    const need = (version: Version, layer: number): void => {
      const known = lastRead.get(version)
      if (known === undefined || known < layer) lastRead.set(version, layer)
      if (known === undefined) for (const one of version.of) need(one, version.layer)
    }
    for (const { of, layer } of filters) for (const version of of) need(version, layer)
    for (const version of wanted) need(version, 0)
    const last = Math.max(0, ...[...lastRead.keys()].map(({ layer }) => layer), ...filters.map(({ layer }) => layer))
    for (const version of wanted) lastRead.set(version, last + 1)
    let select = sql``
    for (let layer = 0; layer <= last; layer++) {
      const there =
        layer === last ? wanted : [...lastRead.keys()].filter((one) => one.layer <= layer && lastRead.get(one)! > layer)
      const cells = there.map((one) =>
        one.layer === layer && one.value ? sql`${one.value} AS ${name(one.name)}` : name(one.name),
      )
      const kept = filters.filter((one) => one.layer === layer).map(({ keeps }) => sql`(${keeps})`)
      const where = kept.length === 0 ? sql`` : sql` WHERE ${join(kept, ' AND ')}`
      select =
        layer === 0
          ? sql`SELECT ${[...cells, sql`${this.#place} AS ${this.#row}`]} FROM ${this.#from}`
          : sql`SELECT ${[...cells, this.#row]} FROM (${select})${where}`
    }
    return select
  }

  #all(columns: readonly string[]): Version[] {
    return [...new Set(columns.map(key))].map((column) => this.#version(column, this.#step))
  }

  #version(column: string, steps: number): Version {
    const found = this.#versions.get(key(column))?.findLast(({ step }) => step <= steps)
    if (!found) throw operationError('prepare.column-unknown', { column })
    return found.version
  }
}

/** The cells of an operation that are not what a column of that name was. */
export const layeredCells = (cells: readonly Cell[]): LayeredCell[] =>
  cells.flatMap(({ column, value, of }) => {
    if (value === undefined && of[0] === column.name) return []
    return [{ name: column.name, value: value ?? name(of[0] as string), of }]
  })
