import type { PortType } from '@aw-flow/schema'

/**
 * The user-visible strings of the canvas. The package contains none itself; the host supplies them in its language.
 * They are plain text without markup.
 *
 * @public
 */
export interface CanvasTexts {
  rows(count: number): string
  columns(count: number): string
  readonly portTypes: Readonly<Record<PortType, string>>

  // Reasons why two ports cannot be connected.
  readonly refusedItself: string
  refusedTypes(from: string, to: string, port: string): string
  refusedLoop(from: string, to: string): string
  refusedSides(side: 'output' | 'input'): string
  refusedNoPort(title: string, type: string): string
  readonly refusedUnknown: string

  // The list of possible connections.
  connectTo(title: string): string
  connectFrom(title: string): string
  connectPorts(from: string, to: string): string
  readonly connectAll: string

  // Tooltips while a connection is drawn.
  connect(title: string): string
  replaces(title: string): string
  readonly dropToAdd: string
  readonly dropToConvert: string

  // Announcements to screen readers.
  added(title: string): string
  connected(from: string, to: string): string
  removed(nodes: number, edges: number): string
  pasted(count: number): string
  copied(count: number): string
  /** The browser denied write access to its clipboard. */
  readonly copiedHere: string
  /** The browser denied read access to its clipboard. */
  readonly pasteRefused: string
  spliced(title: string): string
  grouped(count: number): string
  ungrouped(count: number): string
  readonly noteAdded: string
  readonly frameAdded: string

  // Default labels of new groups and frames.
  readonly newGroup: string
  readonly newFrame: string
}
