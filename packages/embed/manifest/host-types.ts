/**
 * Types of element properties for hosts. They are copied into `elements.d.ts`, and a test compares them with the real types,
 * which depend on other packages. They may only use types of `aw.d.ts`.
 */
import type { Column, NodeType, Problem } from '../aw.d.ts'

/** The strings of an element by name: a text, a function that returns one, or a group of strings. */
export type Words = object

/** Rows for a view: how many there are, and pages of them as Arrow IPC streams. */
export interface TableSource {
  readonly columns: readonly Column[]
  readonly rows: number
  page(offset: number, limit: number): Promise<Uint8Array>
  /** Derives another table. Without it, sorting, filtering, search and charts are not offered. */
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

/** A query for `derive`. */
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

/** A chart as data. An empty name means none of the columns. */
export interface ChartSpec {
  mark: 'bar' | 'line' | 'area' | 'scatter' | 'histogram' | 'box' | 'heat-map'
  x: string
  y: string
  measure: 'count' | 'sum' | 'mean' | 'median' | 'min' | 'max' | 'distinct'
  color: string
  facet: string
  /** Maximum number of categories, 1 to 200. */
  most: number
  /** Approximate number of bins of a range, 2 to 200. */
  bins: number
}

/** A graph as data. An empty name means none of the columns. */
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

/** Changed cells by row (from 0) and column. */
export interface CellChanges {
  readonly count: number
  at(row: number, column: string): { readonly before: string | null; readonly reason?: string | undefined } | undefined
}

/** The camera of a canvas: a point of the graph at `(gx, gy)` is at `gx * scale + x`, `gy * scale + y`, in CSS pixels. */
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

/** Creates ids of new nodes and edges. */
export type NewId = (word: string) => string

/** A possible connection between two ports, with its description. */
export interface ConnectOffer {
  readonly from: { readonly node: string; readonly side: 'input' | 'output'; readonly port: string }
  readonly to: { readonly node: string; readonly side: 'input' | 'output'; readonly port: string }
  readonly title: string
  readonly detail: string
  readonly icon: string
  readonly parallel?: true
}

/** Selects the node types that a palette or canvas offers. */
export type Offers = (type: NodeType) => boolean
