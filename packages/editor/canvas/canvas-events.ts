import type { Viewport } from '@aw-flow/canvas'
import { defineEvent, localEventInit } from '../define-event.ts'

/** Fired when the selection changes. @public */
export class SelectionChangeEvent extends defineEvent<{
  /** The ids of the selected nodes. */
  readonly nodes: ReadonlySet<string>
  /** The ids of the selected edges. */
  readonly edges: ReadonlySet<string>
  /** The ids of the selected notes and groups. */
  readonly marks: ReadonlySet<string>
}>('aw-selection-change') {}

/** Fired when the user asks to open a node's settings, with Enter or a double click. @public */
export class NodeOpenEvent extends defineEvent<{
  /** The id of the node. */
  readonly node: string
}>('aw-node-open') {}

/**
 * Fired when the user asks to open a node's sub-workflow or, if `node` is `undefined`, the enclosing workflow. @public
 */
export class NodeEnterEvent extends defineEvent<{
  /** The id of the node, or `undefined` for the enclosing workflow. */
  readonly node: string | undefined
}>('aw-node-enter') {}

/** Fired when the visible area changes. @public */
export class ViewChangeEvent extends defineEvent<{
  /** The pan offset and scale. */
  readonly view: Viewport
}>('aw-view-change', localEventInit) {}

/**
 * Fired when files are dropped or data is pasted on a node or on empty space. `folders` contains the names of dropped
 * folders, which cannot be read.
 *
 * @public
 */
export class FileDropEvent extends defineEvent<{
  /** The dropped or pasted files. */
  readonly files: readonly File[]
  /** The id of the node at the pointer, or `undefined` for empty space. */
  readonly node: string | undefined
  /** The top-left corner for a new node, in graph coordinates. */
  readonly position: { x: number; y: number }
  /** The names of the dropped folders. */
  readonly folders: readonly string[]
}>('aw-file-drop', localEventInit) {}

/**
 * Fired when the pointer (with `at`) or keyboard focus (without `at`) enters an edge, and when it leaves the edge
 * (`edge` is `undefined`).
 *
 * @public
 */
export class EdgeHoverEvent extends defineEvent<{
  /** The id of the edge, or `undefined` if the pointer or focus has left it. */
  readonly edge: string | undefined
  /** The pointer position in the viewport, in CSS pixels. */
  readonly at?: { readonly x: number; readonly y: number } | undefined
}>('aw-edge-look', localEventInit) {}

/** Fired when the user asks to open the list of keyboard shortcuts. @public */
export class KeysOpenEvent extends defineEvent('aw-keys-open') {}

/**
 * Fired when the user asks to show the versions of the workflow (`show`), to save the current state as a named version
 * (`keep`), or to go to the next or previous change of a comparison.
 */
export class VersionsEvent extends defineEvent<{
  /** The requested action. */
  readonly action: 'show' | 'keep' | 'next' | 'previous'
}>('aw-versions') {}

declare global {
  interface HTMLElementEventMap {
    'aw-selection-change': SelectionChangeEvent
    'aw-node-open': NodeOpenEvent
    'aw-node-enter': NodeEnterEvent
    'aw-keys-open': KeysOpenEvent
    'aw-versions': VersionsEvent
    'aw-view-change': ViewChangeEvent
    'aw-edge-look': EdgeHoverEvent
    'aw-file-drop': FileDropEvent
  }
}
