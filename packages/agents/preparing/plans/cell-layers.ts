import { join, name, sql, type Sql } from '@aw-flow/engine'
import type { Cell } from '../operations/operation-definition.ts'
import { operationError } from '../operations/operation-error.ts'

/** A cell of a new or changed column, computed from the columns before the step. */
export interface LayeredCell {
  name: string
  value: Sql
  /** The columns that `value` reads. */
  of: readonly string[]
}

/** A column after a step. */
interface Version {
  name: string
  value?: Sql
  of: readonly Version[]
  /** The SELECT that computes it; 0 is the original relation. */
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
 * Compiles single-row steps to a few nested SELECTs: each step is in the first SELECT in which its inputs are
 * available, together with independent steps. A thousand columns that are each changed four times take four SELECTs
 * instead of four thousand, and unused columns are omitted. All SELECTs include the row number.
 */
export class CellLayers {
  readonly #from: Sql
  readonly #place: Sql
  readonly #row: Sql
  /** The versions of each column by lowercase name, in the order of steps. */
  readonly #versions = new Map<string, { step: number; version: Version }[]>()
  /** The last layer that reads a column, by name: a new version cannot be in an earlier layer. */
  readonly #readAt = new Map<string, number>()
  readonly #filters: Filter[] = []
  #step = 0

  /**
   * @param from - SQL for the FROM clause of a relation with `columns`.
   * @param place - SQL for the row number in that relation.
   * @param row - The column for the row number in the SELECTs.
   */
  constructor({ from, columns, place, row }: { from: Sql; columns: readonly string[]; place: Sql; row: Sql }) {
    this.#from = from
    this.#place = place
    this.#row = row
    for (const column of columns)
      this.#versions.set(key(column), [{ step: 0, version: { name: column, of: [], layer: 0 } }])
  }

  /** Adds a step: new or changed cells, and a filter. Both read the columns after the previous step. */
  add(cells: readonly LayeredCell[], where?: { keeps: Sql; of: readonly string[] }): void {
    this.#step++
    const resolved = cells.map((cell) => ({ ...cell, of: this.#all(cell.of) }))
    const filter = where && { keeps: where.keeps, of: this.#all(where.of) }
    const inputs = [...resolved, ...(filter ? [filter] : [])].flatMap(({ of }) => of)
    const layer = Math.max(
      1,
      ...inputs.map((version) => version.layer + 1),
      ...cells.map((cell) => this.#readAt.get(key(cell.name)) ?? 0),
    )
    for (const version of inputs)
      this.#readAt.set(key(version.name), Math.max(layer, this.#readAt.get(key(version.name)) ?? 0))
    for (const { name: column, value, of } of resolved) {
      const versions = this.#versions.get(key(column)) ?? []
      versions.push({ step: this.#step, version: { name: column, value, of, layer } })
      this.#versions.set(key(column), versions)
    }
    if (filter) this.#filters.push({ ...filter, layer, step: this.#step })
  }

  /** Selects columns and the row number after a number of steps; default: all steps. */
  select(columns: readonly string[], steps = this.#step): Sql {
    const outputs = columns.map((column) => this.#version(column, steps))
    const filters = this.#filters.filter(({ step }) => step <= steps)
    const lastRead = new Map<Version, number>()
    const requireVersion = (version: Version, layer: number): void => {
      const previousLayer = lastRead.get(version)
      if (previousLayer === undefined || previousLayer < layer) lastRead.set(version, layer)
      if (previousLayer === undefined) for (const input of version.of) requireVersion(input, version.layer)
    }
    for (const { of, layer } of filters) for (const version of of) requireVersion(version, layer)
    for (const version of outputs) requireVersion(version, 0)
    const lastLayer = Math.max(
      0,
      ...[...lastRead.keys()].map(({ layer }) => layer),
      ...filters.map(({ layer }) => layer),
    )
    for (const version of outputs) lastRead.set(version, lastLayer + 1)
    let select = sql``
    for (let layer = 0; layer <= lastLayer; layer++) {
      const selected =
        layer === lastLayer
          ? outputs
          : [...lastRead.keys()].filter((version) => version.layer <= layer && lastRead.get(version)! > layer)
      const cells = selected.map((version) =>
        version.layer === layer && version.value ? sql`${version.value} AS ${name(version.name)}` : name(version.name),
      )
      const conditions = filters.filter((entry) => entry.layer === layer).map(({ keeps }) => sql`(${keeps})`)
      const where = conditions.length === 0 ? sql`` : sql` WHERE ${join(conditions, ' AND ')}`
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
    const entry = this.#versions.get(key(column))?.findLast(({ step }) => step <= steps)
    if (!entry) throw operationError('prepare.column-unknown', { column })
    return entry.version
  }
}

/** The cells of an operation that are new or changed. */
export const toLayeredCells = (cells: readonly Cell[]): LayeredCell[] =>
  cells.flatMap(({ column, value, of }) => {
    if (value === undefined && of[0] === column.name) return []
    return [{ name: column.name, value: value ?? name(of[0] as string), of }]
  })
