import { createMinimap } from '@aw-flow/canvas'
import { html, type ReactiveController } from 'lit'
import { tokens } from '../styles/tokens.styles.ts'
import type { AwCanvas } from './aw-canvas.ts'
import { minimapHeight, minimapWidth, styles } from './aw-minimap.styles.ts'
import { element } from '../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-minimap': AwMinimap
  }
}

/**
 * A thumbnail of the entire graph with the visible area outlined. Pressing or dragging on it moves the canvas to that
 * point.
 *
 * @public
 */
export class AwMinimap extends element({
  /** The canvas whose graph is displayed. */
  canvas: undefined as AwCanvas | undefined,
}) {
  static override styles = [tokens, styles]

  #map: ReturnType<typeof createMinimap> | undefined
  #observedCanvas: AwCanvas | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observe(undefined)
    this.#map?.destroy()
    this.#map = undefined
  }

  override render(): unknown {
    return html`<canvas aria-hidden="true"></canvas>`
  }

  override updated(): void {
    this.#observe(this.canvas)
    const element = this.renderRoot.querySelector('canvas')
    if (!element) return
    const root = this.shadowRoot as ShadowRoot
    this.#map ??= createMinimap({
      element,
      root,
      width: minimapWidth,
      height: minimapHeight,
      getSource: () => this.canvas,
    })
    this.#map.update()
  }

  #observe(canvas: AwCanvas | undefined): void {
    if (canvas === this.#observedCanvas) return
    this.#observedCanvas?.removeEventListener('aw-view-change', this.#updateMap)
    this.#observedCanvas?.removeController(this.#follower)
    this.#observedCanvas = canvas
    canvas?.addEventListener('aw-view-change', this.#updateMap)
    canvas?.addController(this.#follower)
  }

  #updateMap = (): void => this.#map?.update()

  /** Follows the canvas, which draws changes of the document without an update of this element's parent. */
  #follower: ReactiveController = { hostUpdated: this.#updateMap }
}
