import type { PortType } from '@aw-flow/schema'

/**
 * The user-visible strings of the canvas, as plain text. The canvas contains none itself; the host supplies them in the
 * user's language.
 *
 * @public
 */
export interface CanvasTexts {
  /** Formats a row count, such as "1,200 rows". */
  rows(count: number): string
  /** Formats a column count, such as "3 columns". */
  columns(count: number): string
  /** The display names of the port types. */
  readonly portTypes: Readonly<Record<PortType, string>>

  // Reasons why two ports cannot be connected.
  /** A node was connected to itself. */
  readonly refusedSameNode: string
  /** The port types are incompatible. `from` and `to` are type names; `port` is the target port. */
  refusedTypes(from: string, to: string, port: string): string
  /** The edge would create a cycle. `from` and `to` are node titles. */
  refusedLoop(from: string, to: string): string
  /** Both ports are outputs, or both are inputs. */
  refusedSides(side: 'output' | 'input'): string
  /** The node has no port of a compatible type. */
  refusedNoPort(title: string, type: string): string
  /** A port is unknown, for example because the catalog does not contain its node type. */
  readonly refusedUnknown: string

  // Entries in the list of possible connections.
  /** Connects to the node with this title. */
  connectTo(title: string): string
  /** Connects from the node with this title. */
  connectFrom(title: string): string
  /** Connects two ports with these labels. */
  connectPorts(from: string, to: string): string
  /** Creates all possible edges between two nodes. */
  readonly connectAll: string

  // Tooltips shown while the user drags a connection.
  /** Shown where a drop would connect to the node with this title. */
  connect(title: string): string
  /** Shown where a drop would replace the existing edge to the node with this title. */
  replaces(title: string): string
  /** Shown where a drop would open the list of node types. */
  readonly dropToAdd: string
  /** Shown where a drop would insert a node that converts the value. */
  readonly dropToConvert: string

  // Screen reader announcements.
  /** The node with this title was added. */
  added(title: string): string
  /** The nodes with these titles were connected. */
  connected(from: string, to: string): string
  /** Nodes, notes and frames, and edges, were removed. */
  removed(elementCount: number, edgeCount: number): string
  /** Nodes or marks were pasted. */
  pasted(count: number): string
  /** Nodes or marks were copied. */
  copied(count: number): string
  /** The browser denied write access to the clipboard, so the nodes can be pasted only within the page. */
  readonly copiedWithinPage: string
  /** The browser denied read access to the clipboard. */
  readonly pasteRefused: string
  /** The node with this title was inserted into an edge. */
  spliced(title: string): string
  /** Nodes were grouped. */
  grouped(count: number): string
  /** Groups were dissolved; their nodes remain. */
  ungrouped(count: number): string
  /** A note was added. */
  readonly noteAdded: string
  /** A frame was added. */
  readonly frameAdded: string

  // Defaults for new groups and frames.
  /** The default label of a new group. */
  readonly newGroup: string
  /** The default text of a new frame. */
  readonly newFrame: string
}
