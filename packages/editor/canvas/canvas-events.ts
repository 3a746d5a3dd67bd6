import type { View } from '@aw-flow/canvas'
import { defineEvent, localEventInit } from '../define-event.ts'

/** The selection has changed. @public */
export class SelectionChangeEvent extends defineEvent<{
  /** The ids of the selected nodes. */
  readonly nodes: ReadonlySet<string>
  /** The ids of the selected edges. */
  readonly edges: ReadonlySet<string>
  /** The ids of the selected notes and groups. */
  readonly marks: ReadonlySet<string>
}>('aw-selection-change') {}

/** The user asked to open a node's settings, with Enter or a double click. @public */
export class NodeOpenEvent extends defineEvent<{
  /** The id of the node. */
  readonly node: string
}>('aw-node-open') {}

/** The user asked to open the sub-workflow in a node or, if `node` is `undefined`, the enclosing workflow. @public */
export class NodeEnterEvent extends defineEvent<{
  /** The id of the node. */
  readonly node: string | undefined
}>('aw-node-enter') {}

/** The visible area has changed. @public */
export class ViewChangeEvent extends defineEvent<{
  /** The position and scale of the visible area. */
  readonly view: View
}>('aw-view-change', localEventInit) {}

/**
 * Files were dropped, or data was pasted, on a node or on empty space (`position` in graph coordinates). `folders` are
 * the names of dropped folders, which cannot be read.
 *
 * @public
 */
export class FileDropEvent extends defineEvent<{
  /** The dropped or pasted files. */
  readonly files: readonly File[]
  /** The id of the node at the pointer; `undefined` for empty space. */
  readonly node: string | undefined
  /** The drop position, in graph coordinates. */
  readonly position: { x: number; y: number }
  /** The names of the dropped folders. */
  readonly folders: readonly string[]
}>('aw-file-drop', localEventInit) {}

/**
 * The pointer (at the point `at` of the page's viewport) or the keyboard focus (without `at`) has entered an edge. If
 * `edge` is `undefined`, the pointer or the focus has left the edge.
 *
 * @public
 */
export class EdgeHoverEvent extends defineEvent<{
  /** The id of the edge. */
  readonly edge: string | undefined
  /** The pointer's position in the viewport, in CSS pixels. */
  readonly at?: { readonly x: number; readonly y: number } | undefined
}>('aw-edge-look', localEventInit) {}

/** The user asked to open the list of keyboard shortcuts. @public */
export class KeysOpenEvent extends defineEvent('aw-keys-open') {}

/**
 * The user asked for the versions of the workflow: to show them (`show`), to name the current one (`keep`), or to go to
 * the next or previous change in a comparison.
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
