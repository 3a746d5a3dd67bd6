import { join, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { OutputColumn } from '../operations/operation-definition.ts'
import { createOperationError } from '../operations/operation-error.ts'

/** A new or changed cell of each row, computed from the columns before the step. */
export interface LayeredColumn {
  name: string
  value: Sql
  /** Names of the columns that `value` reads. */
  sources: readonly string[]
}

/** The state of a column after a step. */
interface ColumnVersion {
  name: string
  value?: Sql
  sources: readonly ColumnVersion[]
  /** Number of the SELECT that computes this version. 0 is the original relation. */
  layer: number
}

interface Filter {
  condition: Sql
  sources: readonly ColumnVersion[]
  layer: number
  step: number
}

const normalizeName = (column: string): string => column.toLowerCase()

/**
 * Compiles steps that process rows individually into a few nested SELECTs (layers). Each step is placed in the first
 * SELECT in which its inputs are available, together with independent steps. A thousand columns that are each changed
 * four times take four SELECTs instead of four thousand. Unused columns are omitted. All SELECTs include the row
 * number.
 */
export class CellLayers {
  readonly #from: Sql
  readonly #position: Sql
  readonly #row: Sql
  /** The versions of each column in step order, keyed by lowercase column name. */
  readonly #versions = new Map<string, { step: number; version: ColumnVersion }[]>()
  /** The last layer that reads a column, keyed by column name. A new version cannot be in an earlier layer. */
  readonly #lastReadLayers = new Map<string, number>()
  readonly #filters: Filter[] = []
  #step = 0

  /**
   * @param options `from` is SQL for the FROM clause of a relation with the given `columns`, and `position` is SQL for
   * its row number. `row` is the output column of the SELECTs for the row number.
   */
  constructor({ from, columns, position, row }: { from: Sql; columns: readonly string[]; position: Sql; row: Sql }) {
    this.#from = from
    this.#position = position
    this.#row = row
    for (const column of columns)
      this.#versions.set(normalizeName(column), [{ step: 0, version: { name: column, sources: [], layer: 0 } }])
  }

  /**
   * Adds a step that consists of new or changed cells and an optional filter. Both read the columns after the previous
   * step.
   */
  add(cells: readonly LayeredColumn[], rowFilter?: { condition: Sql; sources: readonly string[] }): void {
    this.#step++
    const resolvedCells = cells.map((cell) => ({ ...cell, sources: this.#findVersions(cell.sources) }))
    const filter = rowFilter && { condition: rowFilter.condition, sources: this.#findVersions(rowFilter.sources) }
    const inputs = [...resolvedCells, ...(filter ? [filter] : [])].flatMap(({ sources }) => sources)
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
    for (const { name: column, value, sources } of resolvedCells) {
      const versions = this.#versions.get(normalizeName(column)) ?? []
      versions.push({ step: this.#step, version: { name: column, value, sources, layer } })
      this.#versions.set(normalizeName(column), versions)
    }
    if (filter) this.#filters.push({ ...filter, layer, step: this.#step })
  }

  /** Returns SQL that selects columns and the row number after the given number of steps. Default: all steps. */
  select(columns: readonly string[], stepCount = this.#step): Sql {
    const outputs = columns.map((column) => this.#findVersion(column, stepCount))
    const filters = this.#filters.filter(({ step }) => step <= stepCount)
    const lastReadLayers = new Map<ColumnVersion, number>()
    const requireVersion = (version: ColumnVersion, layer: number): void => {
      const previousLayer = lastReadLayers.get(version)
      if (previousLayer === undefined || previousLayer < layer) lastReadLayers.set(version, layer)
      if (previousLayer === undefined) for (const input of version.sources) requireVersion(input, version.layer)
    }
    for (const { sources, layer } of filters) for (const version of sources) requireVersion(version, layer)
    for (const version of outputs) requireVersion(version, 0)
    const lastLayer = Math.max(
      0,
      ...[...lastReadLayers.keys()].map(({ layer }) => layer),
      ...filters.map(({ layer }) => layer),
    )
    for (const version of outputs) lastReadLayers.set(version, lastLayer + 1)
    let select = sql``
    for (let layer = 0; layer <= lastLayer; layer++) {
      const selectedVersions =
        layer === lastLayer
          ? outputs
          : [...lastReadLayers.keys()].filter(
              (version) => version.layer <= layer && lastReadLayers.get(version)! > layer,
            )
      const cells = selectedVersions.map((version) =>
        version.layer === layer && version.value
          ? sql`${version.value} AS ${quoteIdentifier(version.name)}`
          : quoteIdentifier(version.name),
      )
      const conditions = filters.filter((entry) => entry.layer === layer).map(({ condition }) => sql`(${condition})`)
      const whereClause = conditions.length === 0 ? sql`` : sql` WHERE ${join(conditions, ' AND ')}`
      select =
        layer === 0
          ? sql`SELECT ${[...cells, sql`${this.#position} AS ${this.#row}`]} FROM ${this.#from}`
          : sql`SELECT ${[...cells, this.#row]} FROM (${select})${whereClause}`
    }
    return select
  }

  #findVersions(columns: readonly string[]): ColumnVersion[] {
    return [...new Set(columns.map(normalizeName))].map((column) => this.#findVersion(column, this.#step))
  }

  #findVersion(column: string, stepCount: number): ColumnVersion {
    const entry = this.#versions.get(normalizeName(column))?.findLast(({ step }) => step <= stepCount)
    if (!entry) throw createOperationError('prepare.column-unknown', { column })
    return entry.version
  }
}

/** Returns the new, changed or renamed cells of an operation. */
export const toLayeredColumns = (cells: readonly OutputColumn[]): LayeredColumn[] =>
  cells.flatMap(({ column, value, sources }) => {
    if (value === undefined && sources[0] === column.name) return []
    return [{ name: column.name, value: value ?? quoteIdentifier(sources[0] as string), sources }]
  })
