import type { WorkflowSession } from '@aw-flow/client'
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { EdgeLookEvent, SelectionChangeEvent } from '../../canvas/canvas-events.ts'
import { edgeEnds } from '@aw-flow/canvas'
import type { EditorStrings } from '../editor/editor-strings.ts'
import { placePopover } from '../editor/place-popover.ts'

/** How long the pointer has to stand on an edge, and how long the preview stays when it has left, in ms. */
const timeoutMs = 450
const grace = 250

interface PreviewHost extends ReactiveControllerHost {
  readonly canvas: AwCanvas | undefined
  readonly strings: EditorStrings
  readonly renderRoot: HTMLElement | DocumentFragment
}

/**
 * What goes along the edge that somebody looks at, with the pointer or the keyboard: by staying on it or by selecting it.
 * Escape, leaving it, a press elsewhere and another selection take it away; the pointer may go into it.
 */
export class EdgePreviewPopover implements ReactiveController {
  readonly #host: PreviewHost
  #edge: string | undefined
  #at = { x: 0, y: 0 }
  #timer: ReturnType<typeof setTimeout> | undefined
  #isInside = false

  constructor(host: PreviewHost) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#show(undefined)
  }

  hostUpdated(): void {
    const popover = this.#host.renderRoot.querySelector<HTMLElement>('.edge-preview')
    if (!popover) return
    const { x, y } = this.#at
    // Room for the pointer, which would otherwise stand on what it wants to read.
    placePopover(popover, { left: x, right: x, top: y - 12, bottom: y + 12 })
  }

  /** Pointer or keyboard have come to an edge, or have left it. */
  onLook = (event: EdgeLookEvent): void => {
    clearTimeout(this.#timer)
    const { edge, at = this.#middleOf(edge) } = event
    if (edge !== undefined && edge === this.#edge) return
    this.#timer = setTimeout(
      () => {
        if (edge === undefined && this.#isInside) return
        this.#show(edge, at)
      },
      edge === undefined || this.#edge !== undefined ? grace : timeoutMs,
    )
  }

  /** An edge alone was selected: by keyboard, or by a press. */
  onSelection = (event: SelectionChangeEvent): void => {
    const [id] = event.edges
    const at = event.edges.size === 1 && event.nodes.size === 0 ? this.#middleOf(id) : undefined
    this.#show(at && id, at)
  }

  /** The middle of an edge, on the page. */
  #middleOf(id: string | undefined): { x: number; y: number } | undefined {
    const { canvas } = this.#host
    const edge = id === undefined ? undefined : canvas?.scene.edges.find((one) => one.id === id)
    if (!edge || !canvas) return undefined
    const { x1, y1, x2, y2 } = edgeEnds(edge)
    const middle = canvas.screenPoint({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 })
    const { left, top, width } = canvas.getBoundingClientRect()
    const scale = width / (canvas.offsetWidth || 1)
    return { x: left + middle.x * scale, y: top + middle.y * scale }
  }

  /** Escape takes it away. */
  onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#show(undefined)
  }

  /** A press on the canvas: something else begins. */
  close = (): void => this.#show(undefined)

  view(session: WorkflowSession): TemplateResult | typeof nothing {
    if (this.#edge === undefined) return nothing
    return html`<div
      class="edge-preview"
      popover="manual"
      role="status"
      @pointerenter=${() => (this.#isInside = true)}
      @pointerleave=${this.#onLeave}
    >
      <aw-edge-preview
        .session=${session}
        .edge=${this.#edge}
        .strings=${this.#host.strings.edgePreview}
      ></aw-edge-preview>
    </div>`
  }

  #onLeave = (): void => {
    this.#isInside = false
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#show(undefined), grace)
  }

  #show(edge: string | undefined, at = this.#at): void {
    clearTimeout(this.#timer)
    if (edge === undefined) this.#isInside = false
    if (edge === this.#edge) return
    this.#edge = edge
    this.#at = at
    this.#host.requestUpdate()
  }
}
