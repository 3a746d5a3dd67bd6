import type { Camera } from './camera/camera.ts'
import { createThemeProbe, type CanvasTheme } from './drawing/canvas-theme.ts'
import { createClipboard, type ClipboardActions } from './clipboard/clipboard.ts'
import type { Frame } from './drawing/frame.ts'
import { createDropTarget, type DropActions } from './gestures/drop-target.ts'
import { createFrameLoop } from './drawing/frame-loop.ts'
import { createGraphDrawing } from './drawing/graph-drawing.ts'
import { emptyOverlay, type Overlay } from './drawing/overlay.ts'
import { createPointerInput, type PointerActions } from './gestures/pointer-input.ts'
import { showTip } from './gestures/tooltip.ts'
import type { Scene } from './scene/scene.ts'
import { watchSize, type SurfaceSize } from './camera/surface-size.ts'
import type { Point } from './camera/view.ts'

/** What the surface asks of the canvas that it belongs to. */
export interface SurfaceHost {
  readonly scene: Scene
  readonly camera: Camera
  readonly input: { readonly pointer: PointerActions; readonly clipboard: ClipboardActions }
  readonly drops: DropActions
  /** Everything that is drawn beside the scene, the view and the overlay. */
  frame(): Pick<
    Frame,
    | 'selection'
    | 'selectedEdges'
    | 'selectedMarks'
    | 'focused'
    | 'focusedEdge'
    | 'histograms'
    | 'findIcon'
    | 'dragged'
    | 'settled'
  >
  hasFocus(): boolean
  sized(size: SurfaceSize): void
  /** Called before each frame, with its time; true while nodes are on their way. */
  moving(time: number): boolean
}

/**
 * What of a canvas lives only while it stands in a page: the drawing, its frames, and what listens on its surface.
 * `show` changes what gestures show.
 */
export class CanvasSurface {
  overlay: Overlay = emptyOverlay
  readonly #host: SurfaceHost
  readonly #reduced = matchMedia('(prefers-reduced-motion: reduce)')
  readonly #loop = createFrameLoop((time) => this.#draw(time))
  #element: HTMLElement | undefined
  #root: ShadowRoot | undefined
  #theme: CanvasTheme | undefined
  #live: { destroy(): void }[] = []
  #drawing: ReturnType<typeof createGraphDrawing> | undefined
  #input: ReturnType<typeof createPointerInput> | undefined
  #clipboard: ReturnType<typeof createClipboard> | undefined
  #probe: ReturnType<typeof createThemeProbe> | undefined

  constructor(host: SurfaceHost) {
    this.#host = host
  }

  /** The element that takes the pointer. */
  get element(): HTMLElement {
    if (!this.#element) throw new Error('The canvas has not been rendered yet; await its `updateComplete`.')
    return this.#element
  }

  /** True while a pointer is down on the surface. */
  get pressing(): boolean {
    return this.#input?.pressing ?? false
  }

  get reduced(): boolean {
    return this.#reduced.matches
  }

  start(element: HTMLElement, root: ShadowRoot): void {
    if (this.#live.length > 0) return
    this.#element = element
    this.#root = root
    // litegraph keeps hold of its canvas: each time a fresh one.
    const canvas = document.createElement('canvas')
    canvas.setAttribute('aria-hidden', 'true')
    // Names are drawn from their left edge whatever the page's direction; each still reads by its own letters.
    canvas.dir = 'ltr'
    element.replaceChildren(canvas)
    const host = this.#host
    this.#drawing = createGraphDrawing(canvas)
    this.#drawing.update(host.scene)
    this.#probe = createThemeProbe(root, () => {
      this.#theme = undefined
      this.request()
    })
    this.#input = createPointerInput(element, host.input.pointer)
    this.#clipboard = createClipboard(element, () => host.hasFocus(), host.input.clipboard)
    const drops = createDropTarget(element, host.drops)
    const size = watchSize(element, (next) => host.sized(next))
    this.#live = [this.#drawing, this.#probe, this.#input, this.#clipboard, drops, size]
  }

  stop(): void {
    for (const live of this.#live) live.destroy()
    this.#live = []
    this.#loop.destroy()
    this.#drawing = undefined
    this.#theme = undefined
  }

  update(scene: Scene, animates: boolean): void {
    this.#drawing?.update(scene)
    this.#loop.animate(animates && !this.reduced)
  }

  /** Changes what is shown over the document. */
  show(part: Partial<Overlay>): void {
    this.overlay = { ...this.overlay, ...part }
    this.request()
  }

  request(): void {
    this.#loop.request()
  }

  /** The colours as they are now; `undefined` while the canvas is not in a page. */
  theme(): CanvasTheme | undefined {
    return (this.#theme ??= this.#probe?.read())
  }

  cursor(name: string): void {
    this.element.dataset.cursor = name
  }

  tip(text: string | undefined, at: Point | undefined, refused = false): void {
    const tip = this.#root?.querySelector<HTMLElement>('.tip')
    if (tip) showTip(tip, text, at, this.#host.camera.size, refused)
  }

  focus(): void {
    this.element.focus({ preventScroll: true })
  }

  /** Gives a drag up that is going on. */
  giveUp(): void {
    this.#input?.cancel()
  }

  space(down: boolean): void {
    this.#input?.space(down)
  }

  clipboardKey(name: 'copy' | 'cut' | 'paste', joined = false): void {
    this.#clipboard?.key(name, joined)
  }

  #draw(time: number): void {
    const { camera, scene } = this.#host
    const theme = this.theme()
    if (!this.#drawing || !theme || camera.size.width === 0) return
    if (this.#host.moving(time)) this.request()
    this.#drawing.draw({
      scene,
      view: camera.view,
      ...camera.size,
      theme,
      ...this.#host.frame(),
      ...this.overlay,
      time,
      still: this.reduced,
    })
  }
}
