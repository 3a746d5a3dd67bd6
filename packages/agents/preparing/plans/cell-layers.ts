import { join, name, sql, type Sql } from '@aw-flow/engine'
import type { Cell } from '../operations/operation-definition.ts'
import { createOperationError } from '../operations/operation-error.ts'

/** A cell of a new or changed column, computed from the columns before the step. */
export interface LayeredCell {
  name: string
  value: Sql
  /** The columns that `value` reads. */
  sources: readonly string[]
}

/** A column after a step. */
interface Version {
  name: string
  value?: Sql
  sources: readonly Version[]
  /** The SELECT that computes it; 0 is the original relation. */
  layer: number
}

interface Filter {
  keeps: Sql
  sources: readonly Version[]
  layer: number
  step: number
}

const normalizeName = (column: string): string => column.toLowerCase()

/**
 * Compiles single-row steps to a few nested SELECTs: each step is in the first SELECT where its inputs are available,
 * together with independent steps. A thousand columns that are each changed four times take four SELECTs instead of
 * four thousand, and unused columns are omitted. All SELECTs include the row number.
 */
export class CellLayers {
  readonly #from: Sql
  readonly #position: Sql
  readonly #row: Sql
  /** The versions of each column by lowercase name, in the order of steps. */
  readonly #versions = new Map<string, { step: number; version: Version }[]>()
  /** The last layer that reads a column, by name: a new version cannot be in an earlier layer. */
  readonly #lastReadLayers = new Map<string, number>()
  readonly #filters: Filter[] = []
  #step = 0

  /**
   * @param from - SQL for the FROM clause of a relation with `columns`.
   * @param position - SQL for the row number in that relation.
   * @param row - The column for the row number in the SELECTs.
   */
  constructor({ from, columns, position, row }: { from: Sql; columns: readonly string[]; position: Sql; row: Sql }) {
    this.#from = from
    this.#position = position
    this.#row = row
    for (const column of columns)
      this.#versions.set(normalizeName(column), [{ step: 0, version: { name: column, sources: [], layer: 0 } }])
  }

  /** Adds a step: new or changed cells, and a filter. Both read the columns after the previous step. */
  add(cells: readonly LayeredCell[], where?: { keeps: Sql; sources: readonly string[] }): void {
    this.#step++
    const resolved = cells.map((cell) => ({ ...cell, sources: this.#findVersions(cell.sources) }))
    const filter = where && { keeps: where.keeps, sources: this.#findVersions(where.sources) }
    const inputs = [...resolved, ...(filter ? [filter] : [])].flatMap(({ sources }) => sources)
    const layer = Math.max(
      1,
      ...inputs.map((version) => version.layer + 1),
      ...cells.map((cell) => this.#lastReadLayers.get(normalizeName(cell.name)) ?? 0),
    )
    for (const version of inputs)
      this.#lastReadLayers.set(
        normalizeName(version.name),
        Math.max(layer, this.#lastReadLayers.get(normalizeName(version.name)) ?? 0),
      )
    for (const { name: column, value, sources } of resolved) {
      const versions = this.#versions.get(normalizeName(column)) ?? []
      versions.push({ step: this.#step, version: { name: column, value, sources, layer } })
      this.#versions.set(normalizeName(column), versions)
    }
    if (filter) this.#filters.push({ ...filter, layer, step: this.#step })
  }

  /** Selects columns and the row number after a number of steps; default: all steps. */
  select(columns: readonly string[], steps = this.#step): Sql {
    const outputs = columns.map((column) => this.#findVersion(column, steps))
    const filters = this.#filters.filter(({ step }) => step <= steps)
    const lastRead = new Map<Version, number>()
    const requireVersion = (version: Version, layer: number): void => {
      const previousLayer = lastRead.get(version)
      if (previousLayer === undefined || previousLayer < layer) lastRead.set(version, layer)
      if (previousLayer === undefined) for (const input of version.sources) requireVersion(input, version.layer)
    }
    for (const { sources, layer } of filters) for (const version of sources) requireVersion(version, layer)
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
          ? sql`SELECT ${[...cells, sql`${this.#position} AS ${this.#row}`]} FROM ${this.#from}`
          : sql`SELECT ${[...cells, this.#row]} FROM (${select})${where}`
    }
    return select
  }

  #findVersions(columns: readonly string[]): Version[] {
    return [...new Set(columns.map(normalizeName))].map((column) => this.#findVersion(column, this.#step))
  }

  #findVersion(column: string, steps: number): Version {
    const entry = this.#versions.get(normalizeName(column))?.findLast(({ step }) => step <= steps)
    if (!entry) throw createOperationError('prepare.column-unknown', { column })
    return entry.version
  }
}

/** Returns the new or changed cells of an operation. */
export const toLayeredCells = (cells: readonly Cell[]): LayeredCell[] =>
  cells.flatMap(({ column, value, sources }) => {
    if (value === undefined && sources[0] === column.name) return []
    return [{ name: column.name, value: value ?? name(sources[0] as string), sources }]
  })
