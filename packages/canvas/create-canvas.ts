import type { Workflow } from '@aw-flow/schema'
import { createLayoutTracker } from './camera/layout-tracker.ts'
import { createCamera, type Camera, type Insets } from './camera/camera.ts'
import { createNavigation } from './camera/navigation.ts'
import type { SurfaceSize } from './camera/surface-size.ts'
import type { Point, Rect } from './camera/view.ts'
import type { CanvasHost } from './canvas-host.ts'
import { createCanvasState } from './canvas-state.ts'
import { createClipboardActions } from './clipboard/clipboard-actions.ts'
import type { CanvasTheme } from './drawing/canvas-theme.ts'
import type { Overlay } from './drawing/overlay.ts'
import { createDocumentActions, type DocumentActions } from './editing/document-actions.ts'
import { createDropActions } from './gestures/drop-actions.ts'
import type { DropActions } from './gestures/drop-target.ts'
import { createGestureEdits } from './gestures/gesture-edits.ts'
import type { NodeDrag } from './gestures/gesture-host.ts'
import { createPointerActions } from './gestures/pointer-actions.ts'
import { toViewportPoint, getPointOn } from './gestures/surface-point.ts'
import { findNodeAt } from './hit-testing/hit-test.ts'
import { isAnimated } from './scene/is-animated.ts'
import type { SceneDiff } from './scene/scene-diff.ts'
import { createSceneMotion } from './scene/scene-motion.ts'
import { createSceneCache } from './scene/scene-cache.ts'
import { createSelection } from './selection.ts'
import { createSurface, type CanvasElements, type FrameState } from './surface.ts'
import type { WorkflowCanvasState } from './workflow-canvas-state.ts'

/** A canvas without surrounding UI: scene, camera, selection, gestures and drawing. @public */
export interface GraphCanvas extends WorkflowCanvasState, DocumentActions {
  /** The camera that controls the view. */
  readonly camera: Camera
  /** The graphics that gestures and comparisons draw over the document. */
  readonly overlay: Overlay
  /** The current colors, or `undefined` while the canvas is not mounted. */
  readonly theme: CanvasTheme | undefined
  /** Whether a pointer button is pressed on the surface. */
  readonly isPressing: boolean
  /** Whether the user prefers reduced motion. */
  readonly prefersReducedMotion: boolean
  /** The pointer position on the surface in CSS pixels, or `undefined` if the pointer is outside it. */
  readonly pointer: Point | undefined
  /** Handles files and node types that are dragged onto the surface or over other elements. */
  readonly drops: DropActions
  /** The differences from another version of the document to highlight. */
  diff: SceneDiff | undefined

  /** Attaches the canvas to the given elements, and starts drawing and listening for events. */
  mount(elements: CanvasElements): void
  /** Marks the scene as outdated. */
  invalidate(): void
  /** Whether the scene is outdated. */
  readonly isOutdated: boolean
  /** Updates the scene if it is outdated, and requests a frame. */
  update(): void
  /** Requests a redraw in the next frame. */
  requestFrame(): void
  /** Stops drawing and listening for events. The canvas can be mounted again. */
  destroy(): void

  /** Fits the nodes with the given ids, or the entire graph. */
  fit(ids?: Iterable<string>): void
  /** Pans by the shortest distance that makes a node visible. */
  reveal(id: string): void
  /** Pans by the shortest distance that makes a rectangle of the graph visible. */
  revealArea(area: Rect): void
  /** Reveals the changes since an earlier version of the document. */
  revealChange(previous: Workflow): void
  /** Sets the areas along the sides of the surface that other elements cover. */
  setInsets(insets: Insets): void

  /** Returns the id of the node at a point in the viewport. */
  findNodeAt(event: { clientX: number; clientY: number }): string | undefined
  /** The pointer position in graph coordinates, or the center of the visible area if the pointer is outside. */
  readonly pointerPosition: Point
  /** Converts graph coordinates to surface coordinates (CSS pixels). */
  toSurface(point: Point): Point
  /** Converts surface coordinates (CSS pixels) to graph coordinates. */
  toGraphPoint(point: Point): Point
  /** Converts graph coordinates to viewport coordinates. */
  toPage(point: Point): Point
  /** Handles pasted files as if they were dropped at the pointer position. */
  pasteFiles(files: readonly File[]): void
  /**
   * Copies, cuts or pastes nodes. With `withConnections`, pasted nodes are connected to the sources of the copied
   * nodes.
   */
  runClipboard(name: 'copy' | 'cut' | 'paste', withConnections?: boolean): void
  /** Cancels the current gesture without making a change. */
  cancelDrag(): void
  /** Sets whether the space bar is held down. While it is, dragging pans the view. */
  setSpaceDown(isDown: boolean): void
  /** Moves focus to the surface. */
  focus(): void
}

/**
 * Creates a canvas. It does not touch the page until it is mounted.
 *
 * @example
 *   const canvas = createCanvas(host)
 *   canvas.mount({ surface, root, tooltip })
 *   canvas.update()
 * @internal
 */
export function createCanvas(host: CanvasHost): GraphCanvas {
  const parts = createParts(host)
  return assignProperties(parts.canvas, createMembers(parts))
}

type CanvasParts = ReturnType<typeof createParts>

/** Creates the parts of a canvas. They refer to each other when they are used, not when they are created. */
function createParts(host: CanvasHost) {
  let isResizing = false
  const emit: CanvasHost['events'] = (event) => host.events(event)
  const announce = (message: string): void => emit({ type: 'announce', message })
  const layoutTracker = createLayoutTracker()
  const camera = createCamera((view, isAnimating) => {
    surface.requestFrame()
    emit({ type: 'view-changed', view, isAutomatic: isResizing || isAnimating })
  })
  const sceneCache = createSceneCache()
  const motion = createSceneMotion()
  const selection = createSelection(
    () => sceneCache.scene,
    (selected) => emit({ type: 'selection-changed', ...selected }),
  )
  const canvas = createCanvasState({ host, camera, sceneCache, selection })

  const refresh = (): void => {
    if (!sceneCache.isOutdated) return
    const { model } = host
    sceneCache.refresh(model, host.appearance.createContent, (document) => gestures.preview(document))
    if (!model) return
    motion.place(canvas.scene, gestures.drag)
    surface.update(canvas.scene, isAnimated(canvas.scene))
    selection.prune()
    navigation.fitOnce()
  }
  const placeScene = (): void => {
    motion.place(canvas.scene, gestures.drag)
    surface.requestFrame()
  }

  const documentActions = createDocumentActions({
    canvas,
    camera,
    refresh,
    reveal: (id) => navigation.reveal(id),
    announce,
    animate(startPositions, positions) {
      if (!surface.prefersReducedMotion) motion.begin(startPositions, positions)
      placeScene()
    },
  })
  const gestures = createGestureEdits({
    canvas,
    perform: documentActions.perform,
    emit,
    updateOverlay: (changes) => surface.updateOverlay(changes),
    showTooltip: (text, point, isRejection) => surface.showTooltip(text, point, isRejection),
    onDrag: placeScene,
    onPreview() {
      sceneCache.invalidate()
      emit({ type: 'update-needed' })
    },
  })
  const resize = (size: SurfaceSize): void => {
    const isFirst = camera.size.width === 0
    const heightChange = size.height - camera.size.height
    camera.size = size
    if (size.width === 0 || size.height === 0) return
    isResizing = true
    navigation.onResize(isFirst, heightChange)
    layoutTracker.markResizeHandled()
    emit({ type: 'view-changed', view: camera.view, isAutomatic: true })
    isResizing = false
    surface.requestFrame()
  }
  const surface = createSurface({
    canvas,
    camera,
    get pointer() {
      return pointer
    },
    get clipboard() {
      return clipboard
    },
    get drops() {
      return drops
    },
    get frame() {
      return readFrame(host, gestures.drag, motion.isAnimating)
    },
    hasFocus: () => host.appearance.focus.isOnCanvas,
    onResize: resize,
    advance(time) {
      const isAnimating = camera.step(time)
      return motion.step(canvas.scene, gestures.drag, time) || isAnimating
    },
  })
  const navigation = createNavigation({ canvas, camera, surface, layoutTracker })
  const pointer = createPointerActions({ surface, gestures, camera, emit })
  const drops = createDropActions({ camera, surface, gestures, emit })
  const pasteFiles = (files: readonly File[]): void => drops.paste(files, pointer.position ?? camera.center)
  const clipboard = createClipboardActions({
    canvas,
    get pointer() {
      return pointer.position
    },
    perform: documentActions.perform,
    removeSelected: () => void documentActions.removeSelected(true),
    announce,
    onPasteFiles: pasteFiles,
    onAccessDenied: (message) => surface.showTooltip(message, pointer.position ?? camera.center, true),
  })

  return {
    canvas,
    camera,
    sceneCache,
    layoutTracker,
    surface,
    navigation,
    pointer,
    drops,
    documentActions,
    refresh,
    pasteFiles,
  }
}

function readFrame({ appearance }: CanvasHost, drag: NodeDrag | undefined, isAnimating: boolean): FrameState {
  const { focus, histograms, findIcon } = appearance
  return {
    focused: focus.node,
    focusedEdge: focus.edge,
    histograms,
    findIcon,
    dragged: drag?.marks.size === 0 && !isAnimating ? drag.ids : undefined,
    isSettled: !drag && !isAnimating,
  }
}

/** Creates the members of a canvas other than its state. */
function createMembers({
  canvas,
  camera,
  sceneCache,
  layoutTracker,
  surface,
  navigation,
  pointer,
  drops,
  documentActions,
  refresh,
  pasteFiles,
}: CanvasParts): Omit<GraphCanvas, keyof WorkflowCanvasState> {
  return {
    ...documentActions,
    camera,
    drops,
    get overlay() {
      return surface.overlay
    },
    get theme() {
      return surface.readTheme()
    },
    get isPressing() {
      return surface.isPressing
    },
    get prefersReducedMotion() {
      return surface.prefersReducedMotion
    },
    get pointer() {
      return pointer.position
    },
    get diff() {
      return surface.overlay.difference
    },
    set diff(difference) {
      surface.updateOverlay({ difference })
    },
    mount(elements) {
      layoutTracker.observe(elements.surface)
      surface.mount(elements)
    },
    invalidate: () => sceneCache.invalidate(),
    get isOutdated() {
      return sceneCache.isOutdated
    },
    update() {
      refresh()
      surface.requestFrame()
    },
    requestFrame: () => surface.requestFrame(),
    destroy() {
      layoutTracker.destroy()
      surface.destroy()
    },
    fit: (ids) => navigation.fit(ids),
    reveal: (id) => navigation.reveal(id),
    revealArea: (area) => camera.reveal(area, !surface.prefersReducedMotion),
    revealChange(previous) {
      refresh()
      navigation.revealChange(previous)
    },
    setInsets(insets) {
      camera.insets = insets
    },
    findNodeAt: (event) => findNodeAt(canvas.scene, camera.toGraph(getPointOn(surface.element, event)))?.id,
    get pointerPosition() {
      return camera.toGraph(pointer.position ?? camera.center)
    },
    toSurface: (point) => camera.toScreen(point),
    toGraphPoint: (point) => camera.toGraph(point),
    toPage: (point) => toViewportPoint(surface.element, camera.toScreen(point)),
    pasteFiles,
    runClipboard: (name, withConnections) => surface.runClipboard(name, withConnections),
    cancelDrag: () => surface.cancelDrag(),
    setSpaceDown: (isDown) => surface.setSpaceDown(isDown),
    focus: () => surface.focus(),
  }
}

/** Copies all properties of `source` to `target`. Unlike spread syntax, this preserves getters. */
function assignProperties<A extends object, B extends object>(target: A, source: B): A & B {
  return Object.defineProperties(target, Object.getOwnPropertyDescriptors(source)) as A & B
}
