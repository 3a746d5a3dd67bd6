import { html, nothing, type TemplateResult } from 'lit'
import { chooseFile } from '../elements/files/choose-file.ts'
import { icon } from '../icons/icon.ts'
import type { CanvasKeyboard } from './canvas-keyboard.ts'
import type { CanvasStrings } from './canvas-strings.ts'
import { renderNodeList } from './node-list.ts'
import { renderEdgeList, renderGroupList } from './part-lists.ts'
import type { Scene } from '@aw-flow/canvas'
import { getKey } from '../get-key.ts'

export interface SceneListView {
  readonly scene: Scene
  readonly strings: CanvasStrings
  readonly selection: ReadonlySet<string>
  readonly selectedEdges: ReadonlySet<string>
  readonly activeSession: { readonly assistant?: object | undefined } | undefined
  /** Whether the document can be changed. */
  readonly editable: boolean
  openQuickAdd(): void
  /** Imports files in the center of the visible area. */
  pasteFiles(files: readonly File[]): void
}

/** Renders the scene for screen readers: nodes, groups and edges as lists, notes as text. */
export function renderSceneList(canvas: SceneListView, keyboard: CanvasKeyboard): TemplateResult {
  const { scene, strings, selection, selectedEdges } = canvas
  // The focused node or, if no node has focus, the selected one. It is in the tab order.
  const activeNodeId = keyboard.focusedNode ?? [...selection][0]
  return html`<div
    class="list"
    role="group"
    aria-label=${strings.label(scene.nodes.length, scene.edges.length)}
    aria-description=${strings.help}
    @keydown=${keyboard.onKeyDown}
    @focusin=${keyboard.onListFocus}
    @focusout=${keyboard.onListBlur}
  >
    ${scene.nodes.length > 0 ? renderNodeList(scene, activeNodeId, selection, strings) : renderEmptyState(canvas)}
    ${
      scene.notes.length > 0
        ? html`<ul class="nodes" aria-label=${strings.notes}>
            ${scene.notes.map(({ note }) => html`<li>${note.frame ? strings.frame(note.text) : note.text}</li>`)}
          </ul>`
        : nothing
    }
    ${renderGroupList(scene, strings)}
    ${renderEdgeList(scene, activeNodeId, keyboard.focusedEdge, selectedEdges, strings, (id) => keyboard.selectListedEdge(id))}
  </div>`
}

/**
 * Renders the empty state of a canvas without nodes, with buttons for the first step. If there are notes, the add
 * button is available only to screen readers.
 */
function renderEmptyState(canvas: SceneListView): TemplateResult {
  const { strings, editable } = canvas
  const addButton = html`<button type="button" class="primary" @click=${() => canvas.openQuickAdd()}>
    ${icon('plus')}${strings.addNode}
  </button>`
  if (canvas.scene.notes.length > 0 || !canvas.activeSession)
    return html`<div class="nodes">${editable ? addButton : nothing}</div>`
  return html`<div class="empty">
    <h2>${strings.emptyTitle}</h2>
    <p class="muted">${editable ? strings.emptyText : strings.emptyTextReadonly}</p>
    ${
      editable
        ? html`<div class="start">
            ${addButton}
            <button type="button" @click=${() => void uploadFile(canvas)} @keydown=${stopButtonKeys}>
              ${icon('upload')}${strings.uploadFile}
            </button>
            ${
              canvas.activeSession.assistant
                ? html`<button type="button" @click=${() => canvas.openQuickAdd()} @keydown=${stopButtonKeys}>
                    ${icon('wand-sparkles')}${strings.describe}
                  </button>`
                : nothing
            }
          </div>`
        : nothing
    }
  </div>`
}

/** Lets the user choose a file, and adds a node for it. */
export async function uploadFile(canvas: Pick<SceneListView, 'pasteFiles'>): Promise<void> {
  const file = await chooseFile()
  if (file) canvas.pasteFiles([file])
}

/** Stops propagation of the keys that press a button, so that the canvas does not treat them as commands. */
function stopButtonKeys(event: KeyboardEvent): void {
  if ([' ', 'Enter'].includes(getKey(event))) event.stopPropagation()
}
