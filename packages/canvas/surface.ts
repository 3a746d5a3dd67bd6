import type { Camera } from './camera/camera.ts'
import { watchSize, type SurfaceSize } from './camera/surface-size.ts'
import type { Point } from './camera/view.ts'
import { createClipboard, type ClipboardActions } from './clipboard/clipboard.ts'
import { createThemeProbe, type CanvasTheme } from './drawing/canvas-theme.ts'
import type { Frame } from './drawing/frame.ts'
import { createFrameLoop } from './drawing/frame-loop.ts'
import { createGraphDrawing } from './drawing/graph-drawing.ts'
import { emptyOverlay, type Overlay } from './drawing/overlay.ts'
import { createDropTarget, type DropActions } from './gestures/drop-target.ts'
import { createPointerInput, type PointerActions } from './gestures/pointer-input.ts'
import { showTooltip } from './gestures/tooltip.ts'
import type { Scene } from './scene/scene.ts'
import type { WorkflowCanvasState } from './workflow-canvas-state.ts'

/** The page elements on which a canvas is mounted. @public */
export interface CanvasElements {
  /** The element that receives pointer and keyboard events, and in which the drawing is created. */
  readonly surface: HTMLElement
  /** The shadow root whose CSS tokens define the theme. */
  readonly root: ShadowRoot
  /** The element for messages next to the pointer, for example while the user drags a connection. */
  readonly tooltip: HTMLElement
}

/** The parts of a frame that are neither state of the canvas nor of its surface. */
export type FrameState = Pick<Frame, 'focused' | 'focusedEdge' | 'histograms' | 'findIcon' | 'dragged' | 'isSettled'>

export interface SurfaceHost {
  readonly canvas: WorkflowCanvasState
  readonly camera: Camera
  readonly pointer: PointerActions
  readonly clipboard: ClipboardActions
  readonly drops: DropActions
  readonly frame: FrameState
  hasFocus(): boolean
  onResize(size: SurfaceSize): void
  /** Called before each frame with its time. Returns true while an animation is running. */
  advance(time: number): boolean
}

/** The part of a canvas that requires a page: the drawing, the frame loop and the event listeners. */
export type Surface = ReturnType<typeof createSurface>

interface MountedParts {
  readonly elements: CanvasElements
  readonly drawing: ReturnType<typeof createGraphDrawing>
  readonly probe: ReturnType<typeof createThemeProbe>
  readonly input: ReturnType<typeof createPointerInput>
  readonly clipboard: ReturnType<typeof createClipboard>
  readonly destroy: () => void
}

export function createSurface(host: SurfaceHost) {
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)')
  let overlay: Overlay = emptyOverlay
  let element: HTMLElement | undefined
  let mountedParts: MountedParts | undefined
  let theme: CanvasTheme | undefined

  const draw = (time: number): void => {
    const { camera, canvas } = host
    const colors = readTheme()
    if (!mountedParts || !colors || camera.size.width === 0) return
    if (host.advance(time)) frameLoop.request()
    mountedParts.drawing.draw({
      scene: canvas.scene,
      selection: canvas.selection,
      selectedEdges: canvas.selectedEdges,
      selectedMarks: canvas.selectedMarks,
      view: camera.view,
      ...camera.size,
      theme: colors,
      ...host.frame,
      ...overlay,
      time,
      isStatic: reducedMotion.matches,
    })
  }
  const frameLoop = createFrameLoop(draw)
  const readTheme = (): CanvasTheme | undefined => (theme ??= mountedParts?.probe.read())

  return {
    get overlay(): Overlay {
      return overlay
    },
    /** True while a pointer is pressed. */
    get isPressing(): boolean {
      return mountedParts?.input.isPressing ?? false
    },
    get prefersReducedMotion(): boolean {
      return reducedMotion.matches
    },
    /**
     * The surface's element.
     *
     * @throws If the canvas is not mounted.
     */
    get element(): HTMLElement {
      if (!element) throw new Error('The canvas is not mounted yet. Await `updateComplete` of its element first.')
      return element
    },
    /** Returns the current colors, or `undefined` while the canvas is not mounted. */
    readTheme,
    mount(elements: CanvasElements): void {
      if (mountedParts) return
      element = elements.surface
      // Litegraph.js keeps a reference to its canvas, so each mount needs a new one.
      const canvas = document.createElement('canvas')
      canvas.setAttribute('aria-hidden', 'true')
      // Labels are drawn from their left edge regardless of the page direction.
      canvas.dir = 'ltr'
      element.replaceChildren(canvas)
      const drawing = createGraphDrawing(canvas)
      drawing.update(host.canvas.scene)
      const probe = createThemeProbe(elements.root, () => {
        theme = undefined
        frameLoop.request()
      })
      const input = createPointerInput(element, host.pointer)
      const clipboard = createClipboard(element, () => host.hasFocus(), host.clipboard)
      const dropTarget = createDropTarget(element, host.drops)
      const sizeWatcher = watchSize(element, (next) => host.onResize(next))
      const disposables = [drawing, probe, input, clipboard, dropTarget, sizeWatcher]
      mountedParts = {
        elements,
        drawing,
        probe,
        input,
        clipboard,
        destroy: () => disposables.forEach((disposable) => disposable.destroy()),
      }
    },
    /** Sets a new scene. With `isAnimated`, the scene is redrawn ten times a second, after a second. */
    update(scene: Scene, isAnimated: boolean): void {
      mountedParts?.drawing.update(scene)
      frameLoop.setAnimating(isAnimated && !reducedMotion.matches)
    },
    /** Updates parts of the overlay and requests a frame. */
    updateOverlay(changes: Partial<Overlay>): void {
      overlay = { ...overlay, ...changes }
      frameLoop.request()
    },
    requestFrame: (): void => frameLoop.request(),
    setCursor(name: string): void {
      if (element) element.dataset.cursor = name
    },
    showTooltip(text: string | undefined, point: Point | undefined, isRejection = false): void {
      if (mountedParts) showTooltip(mountedParts.elements.tooltip, text, point, host.camera.size, isRejection)
    },
    focus: (): void => element?.focus({ preventScroll: true }),
    /** Cancels the drag in progress. */
    cancelDrag: (): void => mountedParts?.input.cancel(),
    /** Sets whether the space bar is held down. While it is, dragging pans the view. */
    setSpaceDown: (isDown: boolean): void => mountedParts?.input.setSpaceDown(isDown),
    runClipboard: (name: 'copy' | 'cut' | 'paste', withConnections = false): void =>
      mountedParts?.clipboard.runCommand(name, withConnections),
    /** Removes the listeners and the drawing. The surface can be mounted again. */
    destroy(): void {
      mountedParts?.destroy()
      mountedParts = undefined
      frameLoop.destroy()
      theme = undefined
    },
  }
}
