import type { Workflow } from '@aw-flow/schema'
import { getNodeRect, getNodesBounds, getFullBounds, type Scene } from '../scene/scene.ts'
import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import type { Camera } from './camera.ts'
import { findChangedBounds } from './changed-bounds.ts'
import { detailScale, type Rect } from './view.ts'

/** The canvas state that navigation depends on. */
export interface NavigationHost {
  readonly canvas: WorkflowCanvasState
  readonly camera: Camera
  readonly surface: { readonly isPressing: boolean; readonly prefersReducedMotion: boolean }
  /** `isLayingOut` is true if the page layout or the window caused a resize, rather than the user opening a panel. */
  readonly layoutTracker: { readonly isLayingOut: boolean }
}

/** Moves the camera to elements of the scene. */
export interface Navigation {
  /** Fits the nodes with the given ids, or all nodes. */
  fit(ids?: Iterable<string>): void
  /** Pans by the shortest distance that makes a node fully visible. */
  reveal(id: string): void
  /** Reveals the changes since a previous document, unless one of them is already visible. */
  revealChange(previous: Workflow): void
  /**
   * Fits all nodes if the scene has nodes, the surface has a size, and no earlier call has fitted them. Returns whether
   * they have been fitted.
   */
  fitOnce(): boolean
  /** Adapts the view after a resize that changed the surface height by `heightChange`. */
  onResize(isFirst: boolean, heightChange: number): void
}

/** Extra width for the buttons beside a node, in CSS pixels. */
const addButtonWidth = 16

/** The maximum number of nodes that a fitted view keeps clear of controls. */
const maxCheckedNodes = 500

const toNodeRects = (nodes: Scene['nodes']): Rect[] => (nodes.length > maxCheckedNodes ? [] : nodes.map(getNodeRect))

export function createNavigation(host: NavigationHost): Navigation {
  let hasFitted = false

  const fit: Navigation['fit'] = (ids) => {
    const { camera, canvas } = host
    const { scene } = canvas
    const includedIds = ids && new Set(ids)
    const nodes = includedIds ? scene.nodes.filter((node) => includedIds.has(node.id)) : scene.nodes
    camera.fit(includedIds ? getNodesBounds(nodes) : getFullBounds(scene), 0, toNodeRects(nodes))
    camera.isFitted = includedIds === undefined
  }
  const reveal: Navigation['reveal'] = (id) => {
    const node = host.canvas.scene.byId.get(id)
    if (!node) return
    const { x, y, width, height } = getNodeRect(node)
    // Reserves space for the problem message below a selected node.
    const problemSize = node.content.firstProblem === undefined ? { width: 0, height: 0 } : { width: 40, height: 72 }
    // Hosts show add buttons beside the node's outputs.
    const buttonsWidth = addButtonWidth / host.camera.view.scale
    const rect = { x, y, width: width + Math.max(problemSize.width, buttonsWidth), height: height + problemSize.height }
    host.camera.reveal(rect, !host.surface.prefersReducedMotion)
  }
  const fitOnce: Navigation['fitOnce'] = () => {
    const { canvas, camera } = host
    const { scene } = canvas
    if (hasFitted || scene.nodes.length === 0 || camera.size.width === 0) return hasFitted
    hasFitted = true
    fit()
    return true
  }
  /**
   * Adapts the view to a new surface size. A view fitted to the entire graph stays fitted while the page is laid out or
   * the window is resized; in an editable canvas, ports and node titles stay legible. Opening or closing a panel does
   * not move the view, except to reveal the selected node and to keep visible nodes above a panel that opens at the
   * bottom. They move back once it has closed.
   */
  const adaptToSize = (heightChange: number): void => {
    const { camera } = host
    const { scene, selection, editable } = host.canvas
    const { isFitted } = camera
    if (isFitted && host.layoutTracker.isLayingOut)
      camera.fit(getFullBounds(scene), editable ? detailScale : 0, toNodeRects(scene.nodes))
    else if (heightChange < 0)
      camera.keepVisible(scene.nodes.map(getNodeRect), heightChange, !host.surface.prefersReducedMotion)
    else if (heightChange > 0) camera.restore(!host.surface.prefersReducedMotion)
    const [selectedId] = selection
    if (selection.size === 1 && selectedId !== undefined) reveal(selectedId)
    camera.isFitted = isFitted
  }

  return {
    fit,
    reveal,
    fitOnce,
    revealChange(previous) {
      const { document, scene } = host.canvas
      host.camera.ensureAnyVisible(findChangedBounds(previous, document, scene))
    },
    onResize(isFirst, heightChange) {
      const { camera, surface } = host
      if (isFirst && !fitOnce()) camera.setView({ ...camera.center, scale: 1 })
      else if (!isFirst && !surface.isPressing) adaptToSize(heightChange)
    },
  }
}
