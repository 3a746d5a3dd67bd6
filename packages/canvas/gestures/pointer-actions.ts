import type { Camera } from '../camera/camera.ts'
import { toGraph, type Point } from '../camera/view.ts'
import type { CanvasEvent } from '../canvas-host.ts'
import type { PortEnd } from '../editing/connection-rules.ts'
import type { Hit } from '../hit-testing/hit-test.ts'
import { findInnerWorkflow } from '../sub-workflow/sub-workflow-node.ts'
import type { Surface } from '../surface.ts'
import type { GestureEdits } from './gesture-edits.ts'
import type { PointerActions } from './pointer-input.ts'
import type { SurfacePoint } from './step-pointer.ts'
import { toViewportPoint } from './surface-point.ts'
import { selectClickedElement, startLongPress, findHit, startPress } from './press.ts'
import { getHoverText } from './tooltip.ts'

/** The canvas operations that pointer actions use. */
export interface PointerTarget {
  readonly surface: Surface
  readonly gestures: GestureEdits
  readonly camera: Camera
  emit(event: CanvasEvent): void
}

/** Maps clicks, drags and hovers on the surface to selection changes, gestures and events. */
export function createPointerActions(target: PointerTarget): PointerActions & { readonly position: Point | undefined } {
  const { gestures } = target
  const { canvas } = gestures
  /** The last pointer position on the surface in CSS pixels, or `undefined` if the pointer is outside it. */
  let position: Point | undefined
  let wasSelected = false
  let firstHit: Hit | undefined

  return {
    get position() {
      return position
    },
    press(point) {
      position = point
      target.surface.focus()
      target.emit({ type: 'pressed' })
      const hit = findHit(canvas, point)
      wasSelected =
        ((hit.kind === 'node' || hit.kind === 'port') && canvas.selection.has(hit.node.id)) ||
        (hit.kind === 'note' && canvas.selectedMarks.has(hit.note.id)) ||
        (hit.kind === 'group' && canvas.selectedMarks.has(hit.group.id))
      return startPress(gestures, point)
    },
    longPress: (point) => startLongPress(gestures, point),
    click(point) {
      firstHit = findHit(canvas, point)
      selectClickedElement(gestures, point, wasSelected)
    },
    // Uses the target of the first click, because a panel that it opened may have shifted the drawing.
    doubleClick: (point) => handleDoubleClick(target, point, firstHit ?? findHit(canvas, point)),
    openMenu: (point) => target.emit({ type: 'open-menu', point, hit: findHit(canvas, point) }),
    hover(point) {
      position = point
      hover(target, point)
    },
    pan: (dx, dy) => target.camera.panBy(dx, dy),
    zoom: (factor, pivot) => target.camera.zoom(factor, pivot),
    setPanning: (isPanning) => target.surface.setCursor(isPanning ? 'panning' : ''),
  }
}

function handleDoubleClick(target: PointerTarget, position: SurfacePoint, hit: Hit): void {
  const { gestures } = target
  const { canvas } = gestures
  switch (hit.kind) {
    case 'node':
    case 'port':
    case 'side':
      target.emit({ type: findInnerWorkflow(hit.node.node) ? 'enter-node' : 'open-node', id: hit.node.id })
      break
    case 'note':
    case 'corner':
      target.emit({ type: 'edit-text', id: hit.note.id })
      break
    case 'group':
      target.emit({ type: 'edit-text', id: hit.group.id })
      break
    case 'edge':
      if (canvas.editable) gestures.addBend(hit.edge.id, toGraph(canvas.view, position))
      break
    case 'bend':
      if (canvas.editable) gestures.removeBend(hit.edge.id, hit.index)
      break
    case 'empty':
      target.emit({ type: 'quick-add', point: position, purpose: { kind: 'free' } })
      break
  }
}

function hover({ surface, gestures: { canvas }, emit }: PointerTarget, position: SurfacePoint | undefined): void {
  const hit = position && findHit(canvas, position)
  const port = hit?.kind === 'port' ? hit.end : undefined
  const nodeId = hit && 'node' in hit ? hit.node.id : undefined
  const edgeId = hit?.kind === 'edge' || hit?.kind === 'bend' ? hit.edge.id : undefined
  surface.setCursor(hit && hit.kind !== 'empty' && (canvas.editable || hit.kind === 'edge') ? hit.kind : '')
  surface.showTooltip(hit && getHoverText(hit, canvas.texts), position)
  const { hoveredEdge, hoveredNode, hoveredPort } = surface.overlay
  if (edgeId === hoveredEdge && nodeId === hoveredNode && isSamePort(port, hoveredPort)) return
  surface.updateOverlay({ hoveredEdge: edgeId, hoveredNode: nodeId, hoveredPort: port })
  if (edgeId === hoveredEdge) return
  emit({ type: 'edge-hovered', edge: edgeId, at: toViewportPoint(surface.element, position ?? { x: 0, y: 0 }) })
}

const isSamePort = (a: PortEnd | undefined, b: PortEnd | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.node === b.node && a.side === b.side && a.port === b.port)
