import type { PortType } from '@aw-flow/schema'

/**
 * The user-visible strings of the canvas. The package contains none itself; the host supplies them in its language.
 * They are plain text without markup.
 *
 * @public
 */
export interface CanvasTexts {
  /** A number of rows: "1,200 rows". */
  rows(count: number): string
  /** A number of columns: "3 columns". */
  columns(count: number): string
  /** The names of the port types. */
  readonly portTypes: Readonly<Record<PortType, string>>

  // Reasons why two ports cannot be connected.
  /** A node cannot be connected to itself. */
  readonly refusedItself: string
  /** The types of the ports are incompatible; `from` and `to` are type names, `port` is the target. */
  refusedTypes(from: string, to: string, port: string): string
  /** The edge would close a cycle; `from` and `to` are node titles. */
  refusedLoop(from: string, to: string): string
  /** Both ports are outputs, or both are inputs. */
  refusedSides(side: 'output' | 'input'): string
  /** The node has no port of a compatible type. */
  refusedNoPort(title: string, type: string): string
  /** The node type is not in the catalog. */
  readonly refusedUnknown: string

  // The list of possible connections.
  /** Connects to the node with this title. */
  connectTo(title: string): string
  /** Connects from the node with this title. */
  connectFrom(title: string): string
  /** Connects two ports with these labels. */
  connectPorts(from: string, to: string): string
  /** All edges that are possible between two nodes. */
  readonly connectAll: string

  // Tooltips while a connection is drawn.
  /** Dropping connects to the node with this title. */
  connect(title: string): string
  /** Dropping replaces the edge into the node with this title. */
  replaces(title: string): string
  /** Dropping opens the list of node types. */
  readonly dropToAdd: string
  /** Dropping adds a node that converts the value. */
  readonly dropToConvert: string

  // Announcements to screen readers.
  /** The node with this title was added. */
  added(title: string): string
  /** The nodes with these titles were connected. */
  connected(from: string, to: string): string
  /** Nodes and edges were removed. */
  removed(nodes: number, edges: number): string
  /** Nodes were pasted. */
  pasted(count: number): string
  /** Nodes were copied. */
  copied(count: number): string
  /** The browser denied write access to its clipboard. */
  readonly copiedHere: string
  /** The browser denied read access to its clipboard. */
  readonly pasteRefused: string
  /** The node with this title was inserted into an edge. */
  spliced(title: string): string
  /** Nodes were grouped. */
  grouped(count: number): string
  /** Groups were removed; their nodes are kept. */
  ungrouped(count: number): string
  /** A note was added. */
  readonly noteAdded: string
  /** A frame was added. */
  readonly frameAdded: string

  // Default labels of new groups and frames.
  /** The label of a new group. */
  readonly newGroup: string
  /** The text of a new frame. */
  readonly newFrame: string
}
