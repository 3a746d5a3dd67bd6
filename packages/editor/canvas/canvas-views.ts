import { html, nothing, type TemplateResult } from 'lit'
import type { CanvasKeyboard } from './canvas-keyboard.ts'
import type { CanvasStrings } from './canvas-strings.ts'
import { renderNodeList } from './node-list.ts'
import { renderEdgeList, renderGroupList } from './part-lists.ts'
import type { Scene } from '@aw-flow/canvas'

export interface SceneListView {
  readonly scene: Scene
  readonly strings: CanvasStrings
  readonly selection: ReadonlySet<string>
  readonly selectedEdges: ReadonlySet<string>
  openQuickAdd(): void
}

/** Renders the scene for screen readers: nodes as buttons, notes as text. */
export function renderSceneList(canvas: SceneListView, keyboard: CanvasKeyboard): TemplateResult {
  const { scene, strings, selection, selectedEdges } = canvas
  // The focused node, or the node that would receive the focus.
  const active = keyboard.focused ?? [...selection][0]
  return html`<div
    class="list"
    role="group"
    aria-label=${strings.label(scene.nodes.length, scene.edges.length)}
    aria-description=${strings.help}
    @keydown=${keyboard.onKey}
    @focusin=${keyboard.onListFocus}
    @focusout=${keyboard.onListBlur}
  >
    ${
      scene.nodes.length > 0
        ? renderNodeList(scene, active, selection, strings)
        : html`<div class="nodes">
            <button type="button" @click=${() => canvas.openQuickAdd()}>${strings.addNode}</button>
          </div>`
    }
    ${
      scene.notes.length > 0
        ? html`<ul class="nodes" aria-label=${strings.notes}>
            ${scene.notes.map(({ note }) => html`<li>${note.frame ? strings.frame(note.text) : note.text}</li>`)}
          </ul>`
        : nothing
    }
    ${renderGroupList(scene, strings)}
    ${renderEdgeList(scene, active, keyboard.focusedEdge, selectedEdges, strings, (id) => keyboard.chooseEdge(id))}
  </div>`
}

export const renderEmptyCanvas = (strings: CanvasStrings, readonly: boolean): TemplateResult =>
  html`<div class="empty">
    <h2>${strings.emptyTitle}</h2>
    <p class="muted">${readonly ? strings.emptyTextReadonly : strings.emptyText}</p>
  </div>`
