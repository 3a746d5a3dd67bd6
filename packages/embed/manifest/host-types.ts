/**
 * Types of what elements take and show, as hosts need them: they are copied into `elements.d.ts` as they stand here, and a
 * test holds them to the real ones, which lead into other packages. Beside them only what `aw.d.ts` names may be used.
 */
import type { Column, NodeType, Problem } from '../aw.d.ts'

/** Every word that an element shows, by name: a text, a function of what it names, or a group of words. */
export type Words = object

/** Rows for a view: how many there are, and pages of them as Arrow IPC streams. */
export interface TableSource {
  readonly columns: readonly Column[]
  readonly rows: number
  page(offset: number, limit: number): Promise<Uint8Array>
  /** Another table made of this one; absent: sorting, filtering, finding and charts are not offered. */
  derive?(query: TableQuery): Promise<{ readonly source: TableSource; readonly problems: readonly Problem[] }>
}

export interface TableFilter {
  column: string
  test:
    | 'equals'
    | 'differs'
    | 'contains'
    | 'lacks'
    | 'starts'
    | 'ends'
    | 'below'
    | 'above'
    | 'between'
    | 'empty'
    | 'filled'
  value?: string | undefined
  /** The end of `between`. */
  upTo?: string | undefined
}

export interface TableSort {
  column: string
  direction: 'ascending' | 'descending'
}

/** Which rows are shown, in which order. */
export interface TableView {
  readonly sort: readonly TableSort[]
  readonly filters: readonly TableFilter[]
}

/** What is asked of a source by `derive`. */
export type TableQuery =
  | {
      kind: 'view'
      filters: TableFilter[]
      sort: TableSort[]
      columns?: string[] | undefined
      places?: boolean | undefined
    }
  | { kind: 'find'; text: string }
  | { kind: 'chart'; spec: ChartSpec }

/** A chart as data. An empty name is no column. */
export interface ChartSpec {
  mark: 'bar' | 'line' | 'area' | 'scatter' | 'histogram' | 'box' | 'heat-map'
  x: string
  y: string
  measure: 'count' | 'sum' | 'mean' | 'median' | 'min' | 'max' | 'distinct'
  color: string
  facet: string
  /** How many categories are drawn at most, 1 to 200. */
  most: number
  /** Into about how many steps a range is parted, 2 to 200. */
  bins: number
}

/** How points and links are drawn. An empty name is no column. */
export interface GraphSpec {
  source: string
  target: string
  width: string
  id: string
  label: string
  color: string
  size: string
  x: string
  y: string
}

/** Cells that were changed, by their row (from 0) and column. */
export interface CellChanges {
  readonly count: number
  at(row: number, column: string): { readonly before: string | null; readonly reason?: string | undefined } | undefined
}

/** Where a canvas looks: a point of the graph at `(gx, gy)` is at `gx * scale + x`, `gy * scale + y`, in CSS pixels. */
export interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Rect extends Point {
  readonly width: number
  readonly height: number
}

/** Makes ids of new nodes and edges. */
export type NewId = (word: string) => string

/** A place where an edge may begin or end, and in words what it would join. */
export interface ConnectOffer {
  readonly from: { readonly node: string; readonly side: 'input' | 'output'; readonly port: string }
  readonly to: { readonly node: string; readonly side: 'input' | 'output'; readonly port: string }
  readonly title: string
  readonly detail: string
  readonly icon: string
  readonly parallel?: true
}

/** Which types a palette or a canvas offers. */
export type Offers = (type: NodeType) => boolean
