import type { Workflow } from '@aw-flow/schema'
import { getNodeRect, getSceneBounds, getFullBounds, type Scene } from '../scene/scene.ts'
import type { Camera } from './camera.ts'
import { findChangedBounds } from './changed-bounds.ts'
import { detailScale, type Rect } from './view.ts'

/** The canvas state that navigation reads. */
export interface NavigationHost {
  readonly scene: Scene
  readonly camera: Camera
  readonly document: Workflow
  readonly selection: ReadonlySet<string>
  readonly editable: boolean
  readonly isPressing: boolean
  /** True if a resize was caused by the page's layout or window rather than by opening or closing a panel. */
  readonly isLayingOut: boolean
  readonly prefersReducedMotion: boolean
}

/** Moves the camera to elements of the scene. */
export interface Navigation {
  /** Shows all nodes, or the nodes with the given ids. */
  fit(ids?: Iterable<string>): void
  /** Pans as little as possible until a node is fully visible. */
  reveal(id: string): void
  /** Reveals the differences from a previous document, unless one of them is already visible. */
  revealChange(previous: Workflow): void
  /** Fits all nodes once the scene has nodes and the surface has a size. Returns whether they have been fitted. */
  fitOnce(): boolean
  /** Adapts the view to a new size of the surface, whose height has changed by `heightChange`. */
  onResize(isFirst: boolean, heightChange: number): void
}

/** Width that buttons beside a node need in addition to the insets, in CSS pixels. */
const buttonsSpace = 16

/** The maximum number of nodes for which a fitted view avoids overlap with controls. */
const maxCheckedNodes = 500

const toNodeRects = (nodes: Scene['nodes']): Rect[] => (nodes.length > maxCheckedNodes ? [] : nodes.map(getNodeRect))

export function createNavigation(host: NavigationHost): Navigation {
  let hasFitted = false

  const fit: Navigation['fit'] = (ids) => {
    const { camera, scene } = host
    const includedIds = ids && new Set(ids)
    const nodes = includedIds ? scene.nodes.filter((node) => includedIds.has(node.id)) : scene.nodes
    camera.fit(includedIds ? getSceneBounds(nodes) : getFullBounds(scene), 0, toNodeRects(nodes))
    camera.isFitted = includedIds === undefined
  }
  const reveal: Navigation['reveal'] = (id) => {
    const node = host.scene.byId.get(id)
    if (!node) return
    const { x, y, width, height } = getNodeRect(node)
    // Includes the problem that is drawn below a selected node.
    const note = node.content.firstProblem === undefined ? { width: 0, height: 0 } : { width: 40, height: 72 }
    // Hosts show buttons that add a node beside the outputs.
    const buttonsWidth = buttonsSpace / host.camera.view.scale
    const rect = { x, y, width: width + Math.max(note.width, buttonsWidth), height: height + note.height }
    host.camera.reveal(rect, !host.prefersReducedMotion)
  }
  const fitOnce: Navigation['fitOnce'] = () => {
    const { scene, camera } = host
    if (hasFitted || scene.nodes.length === 0 || camera.size.width === 0) return hasFitted
    hasFitted = true
    fit()
    return true
  }
  /**
   * Adapts to a new size. A view that is fitted to the entire graph stays fitted while the page is laid out and when
   * its window is resized; an editable canvas keeps the ports and titles of its nodes legible. Opening or closing a
   * panel does not move the view, except to reveal the selected node, and to keep visible nodes above a panel that
   * opens below.
   */
  const adaptToSize = (heightChange: number): void => {
    const { camera, scene, selection, editable, isLayingOut } = host
    const { isFitted } = camera
    if (isFitted && isLayingOut) camera.fit(getFullBounds(scene), editable ? detailScale : 0, toNodeRects(scene.nodes))
    else if (heightChange < 0)
      camera.keepVisible(scene.nodes.map(getNodeRect), heightChange, !host.prefersReducedMotion)
    const [selectedId] = selection
    if (selection.size === 1 && selectedId !== undefined) reveal(selectedId)
    camera.isFitted = isFitted
  }

  return {
    fit,
    reveal,
    fitOnce,
    revealChange(previous) {
      const { camera, document, scene } = host
      camera.showSome(findChangedBounds(previous, document, scene))
    },
    onResize(isFirst, heightChange) {
      const { camera, isPressing } = host
      if (isFirst && !fitOnce()) camera.setView({ ...camera.middle, scale: 1 })
      else if (!isFirst && !isPressing) adaptToSize(heightChange)
    },
  }
}
