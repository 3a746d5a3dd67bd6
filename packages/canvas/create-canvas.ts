import { applyEdit, defined, type Edit, type NodeType, type Workflow } from '@aw-flow/schema'
import { rerouteEdges } from './arrange/reroute-edges.ts'
import { createLayoutTracker } from './camera/layout-tracker.ts'
import { createCamera, type Camera, type Insets } from './camera/camera.ts'
import { createNavigation } from './camera/navigation.ts'
import { toGraph, type Point, type Rect, type Viewport } from './camera/view.ts'
import type { CanvasModel } from './canvas-model.ts'
import type { WorkflowCanvasState } from './workflow-canvas-state.ts'
import type { CanvasTexts } from './canvas-texts.ts'
import { createClipboardActions } from './clipboard/clipboard-actions.ts'
import type { CanvasTheme } from './drawing/canvas-theme.ts'
import type { Histograms } from './drawing/frame.ts'
import type { FindIcon } from './drawing/icons.ts'
import type { Overlay } from './drawing/overlay.ts'
import { createAddNodeAction, createMoveNodesAction, type Action } from './editing/actions.ts'
import type { NewId } from './editing/new-id.ts'
import { createRemoveEdit } from './editing/remove-edit.ts'
import { createDropActions, type DroppedFiles } from './gestures/drop-actions.ts'
import type { DropActions } from './gestures/drop-target.ts'
import { createGestureEdits } from './gestures/gesture-edits.ts'
import { createPointerActions } from './gestures/pointer-actions.ts'
import { toViewportPoint, getPointOn } from './gestures/pointer-input.ts'
import type { QuickAddPurpose } from './editing/quick-add.ts'
import { findNodeAt, type Hit } from './hit-testing/hit-test.ts'
import { isAnimated } from './scene/is-animated.ts'
import type { CreateNodeContent } from './scene/node-content.ts'
import type { SceneDiff } from './scene/scene-diff.ts'
import { createSceneMotion } from './scene/scene-motion.ts'
import { createSceneCache } from './scene/scene-cache.ts'
import { createSelection, type SelectedIds } from './selection.ts'
import { createSurface, type CanvasElements, type FrameState } from './surface.ts'

/**
 * The host's properties and callbacks. The canvas reads the properties whenever it needs them. After changing `model`
 * or `createContent`, call `invalidate` and `update`.
 *
 * @internal
 */
export interface CanvasHost {
  readonly model: CanvasModel | undefined
  readonly editable: boolean
  readonly texts: CanvasTexts
  readonly createContent: CreateNodeContent
  readonly findIcon: FindIcon
  readonly newId: NewId
  readonly histograms: Histograms
  /** The node and edge that have keyboard focus. */
  readonly focused: { readonly node: string | undefined; readonly edge: string | undefined }
  /** Returns whether the canvas should handle clipboard events. */
  hasFocus(): boolean
  /** Called to ask the host to call `update` soon. */
  onUpdateNeeded(): void
  onSelectionChange(selected: SelectedIds): void
  /** `isAutomatic` is true if a resize or an animation, not a gesture, changed the view. Popups then stay open. */
  onViewChange(view: Viewport, isAutomatic: boolean): void
  /** Called when the surface is pressed, so that the host can close popups. */
  onPress(): void
  onOpenNode(id: string): void
  onEnterNode(id: string): void
  /** Called when the user starts editing the text of a node, note, frame or group in place. */
  onEditText(id: string): void
  onMenu(point: Point, hit: Hit): void
  onQuickAdd(point: Point, purpose: QuickAddPurpose): void
  /**
   * Called when the pointer enters an edge, with the pointer's position in the viewport, or leaves it (`undefined`).
   */
  onHoverEdge(edgeId: string | undefined, point: Point | undefined): void
  onDragOver(isOver: boolean): void
  onDropFiles(dropped: DroppedFiles): void
  /** Announces a message to screen readers. */
  onAnnounce(message: string): void
}

/** A canvas without surrounding UI: scene, camera, selection, gestures and drawing. @public */
export interface GraphCanvas extends WorkflowCanvasState {
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

  /** Applies an action's edit, selection and announcement. Returns false if the model rejects the edit. */
  perform(action: Action): boolean
  /**
   * Adds a node at a point. Without a point, the node is added in free space, and `connect` can return a replacement
   * for the action that adds it. Returns the node's id, or `undefined` if the model rejects the edit.
   */
  addNode(type: NodeType, point?: Point, connect?: (added: Action) => Action | undefined): string | undefined
  /**
   * Removes the selection. With `reconnect`, connects the sources of the removed nodes to their targets. Returns false
   * if nothing was removed.
   */
  removeSelected(reconnect: boolean): boolean
  /**
   * Moves nodes and applies `extraEdits` in one animated step. With `removeBends`, the bends of edges between the nodes
   * are removed; otherwise routed edges are rerouted.
   */
  moveNodes(
    positions: ReadonlyMap<string, Point>,
    announcement: string,
    removeBends?: boolean,
    extraEdits?: readonly Edit[],
  ): void

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
  /**
   * Alias of `pointerPosition`.
   *
   * @deprecated Use `pointerPosition`.
   */
  readonly pointed: Point
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
  let isResizing = false
  const layoutTracker = createLayoutTracker()
  const camera = createCamera((view, isAnimating) => {
    surface.requestFrame()
    host.onViewChange(view, isResizing || isAnimating)
  })
  const sceneCache = createSceneCache()
  const motion = createSceneMotion()
  const selection = createSelection(
    () => sceneCache.scene,
    (selected) => host.onSelectionChange(selected),
  )

  const state: WorkflowCanvasState = {
    get scene() {
      return sceneCache.scene
    },
    get view() {
      return camera.view
    },
    get visibleArea() {
      const { width, height } = camera.size
      const { scale } = camera.view
      return { ...toGraph(camera.view, { x: 0, y: 0 }), width: width / scale, height: height / scale }
    },
    get selection() {
      return selection.current.nodes
    },
    get selectedEdges() {
      return selection.current.edges
    },
    get selectedMarks() {
      return selection.current.marks
    },
    get model() {
      return host.model
    },
    get document() {
      const { model } = host
      if (!model) throw new Error('The canvas has no document: its host has no model.')
      return model.document
    },
    get types() {
      return sceneCache.types
    },
    get description() {
      return host.model?.description
    },
    get editable() {
      return host.editable && host.model !== undefined
    },
    get texts() {
      return host.texts
    },
    get newId() {
      return host.newId
    },
    select: (nodes, edges, marks) => selection.set(nodes, edges, marks),
  }

  const announce = (message: string): void => host.onAnnounce(message)

  const refresh = (): void => {
    const { model } = host
    sceneCache.refresh(model, host.createContent, (document) => gestures.preview(document))
    if (!model) return
    motion.place(state.scene, gestures.drag)
    surface.update(state.scene, isAnimated(state.scene))
    selection.prune()
    navigation.fitOnce()
  }

  const perform = ({ edit, select, edges = [], marks = [], announcement, pasted }: Action): boolean => {
    const { model } = host
    if (!state.editable || !model || !applyToModel(model, edit, pasted)) return false
    // New nodes must be in the scene before they are selected and revealed.
    if (sceneCache.isOutdated) refresh()
    state.select(select, edges, marks)
    announce(announcement)
    const [firstId] = select
    if (select.length === 1 && firstId !== undefined) navigation.reveal(firstId)
    return true
  }

  const placeScene = (): void => {
    motion.place(state.scene, gestures.drag)
    surface.requestFrame()
  }

  const removeSelected = (reconnect: boolean): boolean => {
    const { types, description, newId, texts } = state
    const selected = selection.current
    const elementCount = selected.nodes.size + selected.marks.size
    if (!state.editable || elementCount + selected.edges.size === 0) return false
    const edit = createRemoveEdit(state.document, selected, reconnect ? { types, description, newId } : undefined)
    return perform({ edit, select: [], announcement: texts.removed(elementCount, selected.edges.size) })
  }

  const gestures = createGestureEdits({
    canvas: state,
    perform,
    announce,
    onQuickAdd: (point, purpose) => host.onQuickAdd(point, purpose),
    updateOverlay: (changes) => surface.updateOverlay(changes),
    showTooltip: (text, point, isRejection) => surface.showTooltip(text, point, isRejection),
    onDrag: placeScene,
    onPreview() {
      sceneCache.invalidate()
      host.onUpdateNeeded()
    },
  })

  const surface = createSurface({
    get scene() {
      return state.scene
    },
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
    get frame(): FrameState {
      const { drag } = gestures
      const { nodes, edges, marks } = selection.current
      return {
        selection: nodes,
        selectedEdges: edges,
        selectedMarks: marks,
        focused: host.focused.node,
        focusedEdge: host.focused.edge,
        histograms: host.histograms,
        findIcon: host.findIcon,
        dragged: drag?.marks.size === 0 && !motion.isAnimating ? drag.ids : undefined,
        isSettled: !drag && !motion.isAnimating,
      }
    },
    hasFocus: () => host.hasFocus(),
    onResize(size) {
      const isFirst = camera.size.width === 0
      const heightChange = size.height - camera.size.height
      camera.size = size
      if (size.width === 0 || size.height === 0) return
      isResizing = true
      navigation.onResize(isFirst, heightChange)
      layoutTracker.markResizeHandled()
      host.onViewChange(camera.view, true)
      isResizing = false
      surface.requestFrame()
    },
    advance(time) {
      const isAnimating = camera.step(time)
      return motion.step(state.scene, gestures.drag, time) || isAnimating
    },
  })

  const navigation = createNavigation({
    get scene() {
      return state.scene
    },
    camera,
    get document() {
      return state.document
    },
    get selection() {
      return state.selection
    },
    get editable() {
      return host.editable
    },
    get isPointerDown() {
      return surface.isPressing
    },
    get isLayingOut() {
      return layoutTracker.isLayingOut
    },
    get prefersReducedMotion() {
      return surface.prefersReducedMotion
    },
  })

  const pointer = createPointerActions({
    surface,
    gestures,
    panBy: (dx, dy) => camera.panBy(dx, dy),
    zoom: (factor, pivot) => camera.zoom(factor, pivot),
    onPress: () => host.onPress(),
    onOpenNode: (id) => host.onOpenNode(id),
    onEnterNode: (id) => host.onEnterNode(id),
    onEditText: (id) => host.onEditText(id),
    onMenu: (point, hit) => host.onMenu(point, hit),
    onQuickAdd: (point, purpose) => host.onQuickAdd(point, purpose),
    onHoverEdge: (edge, point) => host.onHoverEdge(edge, point),
  })

  const drops = createDropActions({
    camera,
    surface,
    gestures,
    onDragOver: (isOver) => host.onDragOver(isOver),
    onDropFiles: (dropped) => host.onDropFiles(dropped),
  })

  const pasteFiles = (files: readonly File[]): void => drops.paste(files, pointer.position ?? camera.center)

  const clipboard = createClipboardActions({
    canvas: state,
    get pointer() {
      return pointer.position
    },
    perform,
    onCopy: (text) => host.model?.onCopy?.(text),
    removeSelected: () => void removeSelected(true),
    announce,
    onPasteFiles: pasteFiles,
    onAccessDenied: (message) => surface.showTooltip(message, pointer.position ?? camera.center, true),
  })

  const canvasMembers: Omit<GraphCanvas, keyof WorkflowCanvasState> = {
    camera,
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
    drops,
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
      if (sceneCache.isOutdated) refresh()
      surface.requestFrame()
    },
    requestFrame: () => surface.requestFrame(),
    destroy() {
      layoutTracker.destroy()
      surface.destroy()
    },
    perform,
    addNode(type, point, connect) {
      if (!state.editable) return undefined
      const { scene, newId, texts } = state
      const [firstId] = state.selection
      const neighbor = state.selection.size === 1 && firstId !== undefined ? scene.byId.get(firstId) : undefined
      const placement = point
        ? { corner: point }
        : { center: camera.toGraph(camera.center), nodes: scene.nodes, neighbor }
      const added = createAddNodeAction(type, placement, newId, texts)
      const action = (!point && connect?.(added)) || added
      return perform(action) ? action.select[0] : undefined
    },
    removeSelected,
    moveNodes(positions, announcement, removeBends = false, extraEdits = []) {
      const { scene } = state
      const startPositions = new Map(scene.nodes.map(({ id, x, y }) => [id, { x, y }]))
      const edits = removeBends ? extraEdits : [...extraEdits, ...rerouteEdges(scene, positions)]
      const action = createMoveNodesAction(state.document, positions, removeBends, announcement, edits)
      if (!perform({ ...action, select: [...state.selection], marks: [...state.selectedMarks] })) return
      if (!surface.prefersReducedMotion) motion.begin(startPositions, positions)
      placeScene()
    },
    fit: (ids) => navigation.fit(ids),
    reveal: (id) => navigation.reveal(id),
    revealArea: (area) => camera.reveal(area, !surface.prefersReducedMotion),
    revealChange(previous) {
      if (sceneCache.isOutdated) refresh()
      navigation.revealChange(previous)
    },
    setInsets(insets) {
      camera.insets = insets
    },
    findNodeAt: (event) => findNodeAt(state.scene, camera.toGraph(getPointOn(surface.element, event)))?.id,
    get pointerPosition() {
      return camera.toGraph(pointer.position ?? camera.center)
    },
    get pointed() {
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
  return assignProperties(state, canvasMembers)
}

/** Copies all properties of `source` to `target`. Unlike spread syntax, this preserves getters. */
function assignProperties<A extends object, B extends object>(target: A, source: B): A & B {
  return Object.defineProperties(target, Object.getOwnPropertyDescriptors(source)) as A & B
}

/** Applies an edit. Returns false if the model rejects it. An edit without effect does not count as rejected. */
function applyToModel(model: CanvasModel, edit: Edit, pastedText: string | undefined): boolean {
  const previous = model.document
  model.apply(edit, defined({ pasted: pastedText }))
  return model.document !== previous || applyEdit(previous, edit).workflow === previous
}
