import { html, LitElement } from 'lit'
import { tokens } from '../styles/tokens.styles.ts'
import type { AwCanvas } from './aw-canvas.ts'
import { height, styles, width } from './aw-minimap.styles.ts'
import {
  createThemeProbe,
  frameColor,
  groupRect,
  isFrame,
  noteColor,
  noteRect,
  toGraph,
  wholeBounds,
  type CanvasTheme,
  type Rect,
  type Scene,
} from '@aw-flow/canvas'

const margin = 8

declare global {
  interface HTMLElementTagNameMap {
    'aw-minimap': AwMinimap
  }
}

/** The whole graph, small, with a frame around what the canvas shows. Press or drag to look there. */
export class AwMinimap extends LitElement {
  static override styles = [tokens, styles]
  static override properties = { canvas: { attribute: false }, scene: { attribute: false } }

  declare canvas: AwCanvas | undefined
  /** Given so that a new drawing of the graph is noticed. */
  declare scene: Scene | undefined

  #frame = 0
  #theme: CanvasTheme | undefined
  #probe: ReturnType<typeof createThemeProbe> | undefined
  #heard: AwCanvas | undefined
  #bounds: { scene: Scene; area: Rect | undefined } | undefined
  #nodes: { scene: Scene; theme: CanvasTheme; picture: HTMLCanvasElement; area: Rect } | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#hear(undefined)
    this.#probe?.destroy()
    this.#probe = undefined
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  override render(): unknown {
    return html`<canvas aria-hidden="true" @pointerdown=${this.#onPointer} @pointermove=${this.#onPointer}></canvas>`
  }

  override updated(): void {
    this.#hear(this.canvas)
    this.#probe ??= createThemeProbe(this.shadowRoot as ShadowRoot, () => {
      this.#theme = undefined
      this.#schedule()
    })
    this.#schedule()
  }

  #hear(canvas: AwCanvas | undefined): void {
    if (canvas === this.#heard) return
    this.#heard?.removeEventListener('aw-view-change', this.#schedule)
    canvas?.addEventListener('aw-view-change', this.#schedule)
    this.#heard = canvas
  }

  #schedule = (): void => {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0
        this.#draw()
      })
    }
  }

  /** What the map shows: the graph with room around it, whatever the canvas looks at; and what that is. */
  #area(): { area: Rect; seen: Rect } | undefined {
    const { canvas } = this
    if (!canvas || canvas.size.width === 0) return undefined
    const { scene, view, size } = canvas
    if (this.#bounds?.scene !== scene) this.#bounds = { scene, area: withRoom(wholeBounds(scene)) }
    const { scale } = view
    const seen = { ...toGraph(view, { x: 0, y: 0 }), width: size.width / scale, height: size.height / scale }
    return { area: this.#bounds.area ?? seen, seen }
  }

  #scaleOf(area: Rect): { scale: number; x: number; y: number } {
    const scale = Math.min((width - 2 * margin) / area.width, (height - 2 * margin) / area.height)
    return {
      scale,
      x: (width - area.width * scale) / 2 - area.x * scale,
      y: (height - area.height * scale) / 2 - area.y * scale,
    }
  }

  #draw(): void {
    const element = this.renderRoot.querySelector('canvas')
    const context = element?.getContext('2d')
    const shown = this.#area()
    if (!element || !context || !shown || !this.#probe || !this.canvas) return
    this.#theme ??= this.#probe.read()
    const density = Math.min(3, devicePixelRatio)
    if (element.width !== width * density) element.width = width * density
    if (element.height !== height * density) element.height = height * density
    context.setTransform(density, 0, 0, density, 0, 0)
    context.fillStyle = this.#theme.surface
    context.fillRect(0, 0, width, height)
    context.drawImage(this.#picture(this.canvas.scene, this.#theme, shown.area, density), 0, 0, width, height)
    const { scale, x, y } = this.#scaleOf(shown.area)
    context.strokeStyle = this.#theme.tones.accent
    context.lineWidth = 1.5
    context.fillStyle = this.#theme.tones.accent
    const frame: [number, number, number, number] = [
      shown.seen.x * scale + x,
      shown.seen.y * scale + y,
      shown.seen.width * scale,
      shown.seen.height * scale,
    ]
    context.globalAlpha = 0.08
    context.fillRect(...frame)
    context.globalAlpha = 1
    context.strokeRect(...frame)
  }

  /** The nodes, drawn once per scene and area. */
  #picture(scene: Scene, theme: CanvasTheme, area: Rect, density: number): HTMLCanvasElement {
    const known = this.#nodes
    const same = known && known.area.x === area.x && known.area.y === area.y && known.area.width === area.width
    if (known && same && known.scene === scene && known.theme === theme && known.area.height === area.height) {
      return known.picture
    }
    const picture = known?.picture ?? document.createElement('canvas')
    picture.width = width * density
    picture.height = height * density
    const context = picture.getContext('2d')
    const { scale, x, y } = this.#scaleOf(area)
    context?.setTransform(density * scale, 0, 0, density * scale, density * x, density * y)
    if (context) drawMarksSmall(context, scene, theme, scale)
    for (const node of context ? scene.nodes : []) {
      if (!context) break
      const { state, look, stale, family } = node.face
      const told = look !== undefined && state !== 'pending' && !stale
      context.fillStyle = told ? theme.tones[look.tone] : theme.families[family]
      context.fillRect(node.x, node.y, Math.max(node.shape.width, 2 / scale), Math.max(node.shape.height, 2 / scale))
    }
    this.#nodes = { scene, theme, picture, area }
    return picture
  }

  #onPointer = (event: PointerEvent): void => {
    const element = event.currentTarget as HTMLElement
    if (event.type === 'pointerdown') element.setPointerCapture(event.pointerId)
    else if (!element.hasPointerCapture(event.pointerId)) return
    const shown = this.#area()
    const box = element.getBoundingClientRect()
    if (!shown || box.width === 0) return
    const { scale, x, y } = this.#scaleOf(shown.area)
    this.canvas?.centre({
      x: (((event.clientX - box.left) / box.width) * width - x) / scale,
      y: (((event.clientY - box.top) / box.height) * height - y) / scale,
    })
  }
}

/** Frames and groups as outlines with a wash of their colour, notes as sheets: what one finds one's way by. */
function drawMarksSmall(context: CanvasRenderingContext2D, scene: Scene, theme: CanvasTheme, scale: number): void {
  const sheet = (rect: Rect, color: string, wash: number): void => {
    context.fillStyle = color
    context.strokeStyle = color
    context.lineWidth = 1 / scale
    context.globalAlpha = wash
    context.fillRect(rect.x, rect.y, rect.width, rect.height)
    context.globalAlpha = 0.7
    context.strokeRect(rect.x, rect.y, rect.width, rect.height)
  }
  for (const note of scene.notes) if (isFrame(note)) sheet(noteRect(note), frameColor(theme, note.note.tone), 0.12)
  for (const group of scene.groups) sheet(groupRect(group), theme.tones.accent, 0.1)
  for (const note of scene.notes) if (!isFrame(note)) sheet(noteRect(note), noteColor(theme, note.note.tone), 0.35)
  context.globalAlpha = 1
}

/** A graph is drawn with a third of its size, at least a node's, around it. */
function withRoom(rect: Rect | undefined): Rect | undefined {
  if (!rect) return undefined
  const room = Math.max(160, Math.max(rect.width, rect.height) / 6)
  return { x: rect.x - room, y: rect.y - room, width: rect.width + 2 * room, height: rect.height + 2 * room }
}
