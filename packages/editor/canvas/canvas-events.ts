import type { View } from '@aw-flow/canvas'
import { defineEvent, local } from '../define-event.ts'

/** The selection has changed: ids of nodes and of edges. */
export class SelectionChangeEvent extends defineEvent<{
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  /** Ids of notes and groups. */
  readonly marks: ReadonlySet<string>
}>('aw-selection-change') {}

/** Somebody wants a node's settings: Enter or a double click. */
export class NodeOpenEvent extends defineEvent<{ readonly node: string }>('aw-node-open') {}

/** Somebody wants to see the workflow inside a node, or (`undefined`) the one around what is seen. */
export class NodeEnterEvent extends defineEvent<{ readonly node: string | undefined }>('aw-node-enter') {}

/** The canvas looks elsewhere. */
export class ViewChangeEvent extends defineEvent<{ readonly view: View }>('aw-view-change', local) {}

/**
 * Files were dropped on the canvas, or data was pasted on it, on a node or on empty space (`position` in the graph's coordinates). `folders` names
 * those that were dropped among them and cannot be taken.
 */
export class FileDropEvent extends defineEvent<{
  readonly files: readonly File[]
  readonly node: string | undefined
  readonly position: { x: number; y: number }
  readonly folders: readonly string[]
}>('aw-file-drop', local) {}

/** Pointer (at a place of the page) or keyboard (without one) have come to an edge, or (`undefined`) have left it. */
export class EdgeLookEvent extends defineEvent<{
  readonly edge: string | undefined
  readonly at?: { readonly x: number; readonly y: number } | undefined
}>('aw-edge-look', local) {}

/** Somebody wants to see all keys, and to change them. */
export class KeysOpenEvent extends defineEvent('aw-keys-open') {}

/**
 * Somebody wants the versions of the workflow: to see them (`show`), to give the present one a name (`keep`), or to go to
 * the next or the last change of those that are compared.
 */
export class VersionsEvent extends defineEvent<{ readonly wanted: 'show' | 'keep' | 'next' | 'previous' }>(
  'aw-versions',
) {}

declare global {
  interface HTMLElementEventMap {
    'aw-selection-change': SelectionChangeEvent
    'aw-node-open': NodeOpenEvent
    'aw-node-enter': NodeEnterEvent
    'aw-keys-open': KeysOpenEvent
    'aw-versions': VersionsEvent
    'aw-view-change': ViewChangeEvent
    'aw-edge-look': EdgeLookEvent
    'aw-file-drop': FileDropEvent
  }
}
