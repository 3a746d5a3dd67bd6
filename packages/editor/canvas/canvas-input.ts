import { EdgeLookEvent, NodeEnterEvent, NodeOpenEvent } from './canvas-events.ts'
import {
  clicked,
  fragmentOf,
  held,
  heldBy,
  hitAt,
  hoverWords,
  pasteAction,
  pressed,
  toGraph,
  toScreen,
  workflowInside,
  type CanvasGestures,
  type CanvasSurface,
  type ClipboardActions,
  type Fragment,
  type Hit,
  type Point,
  type PointerActions,
  type PortEnd,
  type SurfacePoint,
} from '@aw-flow/canvas'
import type { CommandHost } from './commands/command.ts'

export interface InputHost extends CommandHost {
  readonly surface: CanvasSurface
  readonly gestures: CanvasGestures
  panBy(dx: number, dy: number): void
  zoom(factor: number, pivot?: Point): void
  closeQuickAdd(): void
  openMenu(at?: Point, hit?: Hit): void
  openQuickAdd(at?: Point): void
  pasteFiles(files: readonly File[]): void
}

/** What pointer and clipboard do on a canvas. `pointer` is where the mouse is, in CSS pixels of the surface. */
export function createCanvasInput(host: InputHost): {
  readonly pointer: PointerActions
  readonly clipboard: ClipboardActions
  readonly at: Point | undefined
} {
  let at: Point | undefined
  let wasSelected = false
  let firstHit: Hit | undefined

  const copy = (): Fragment | undefined => {
    const { selection, selectedMarks, document, strings } = host
    if (selection.size + selectedMarks.size === 0) return undefined
    host.announce(strings.copied(selection.size + selectedMarks.size))
    const { nodes, marks } = heldBy(host.scene, selectedMarks)
    return fragmentOf(document, new Set([...selection, ...nodes]), marks)
  }

  const pointer: PointerActions = {
    press(point) {
      at = point
      host.surface.focus()
      host.closeQuickAdd()
      const hit = hitAt(host, point)
      wasSelected =
        ((hit.kind === 'node' || hit.kind === 'port') && host.selection.has(hit.node.id)) ||
        (hit.kind === 'note' && host.selectedMarks.has(hit.note.id)) ||
        (hit.kind === 'group' && host.selectedMarks.has(hit.group.id))
      return pressed(host.gestures, point)
    },
    hold: (point) => held(host.gestures, point),
    click(point) {
      firstHit = hitAt(host, point)
      clicked(host.gestures, point, wasSelected)
    },
    // What the first click was on: panels that it has opened may have moved the drawing under the pointer.
    doubleClick: (point) => doubleClicked(host, point, firstHit ?? hitAt(host, point)),
    menu: (point) => host.openMenu(point, hitAt(host, point)),
    hover(point) {
      at = point
      hovered(host, point)
    },
    pan: (dx, dy) => host.panBy(dx, dy),
    zoom: (factor, pivot) => host.zoom(factor, pivot),
    panning: (on) => host.surface.cursor(on ? 'panning' : ''),
  }

  const clipboard: ClipboardActions = {
    copy,
    cut() {
      const fragment = copy()
      if (fragment) host.removeSelected({ heal: true })
      return fragment
    },
    paste(fragment, joined) {
      if (!host.editable) return
      const place = at && toGraph(host.view, at)
      host.act(pasteAction(fragment, place, host.scene.nodes, host.newId, host.strings, joined))
    },
    pasteFiles: (files) => host.pasteFiles(files),
    refused(what) {
      const words = what === 'copy' ? host.strings.copiedHere : host.strings.pasteRefused
      host.announce(words)
      host.surface.tip(words, at ?? toScreen(host.view, host.pointed), true)
    },
  }

  return {
    pointer,
    clipboard,
    get at() {
      return at
    },
  }
}

function doubleClicked(host: InputHost, at: SurfacePoint, hit: Hit): void {
  switch (hit.kind) {
    case 'node':
    case 'port':
    case 'side':
      host.dispatchEvent(
        workflowInside(hit.node.node) ? new NodeEnterEvent(hit.node.id) : new NodeOpenEvent(hit.node.id),
      )
      break
    case 'note':
    case 'corner':
      host.editNote(hit.note.id)
      break
    case 'group':
      host.editNote(hit.group.id)
      break
    case 'edge':
      if (host.editable) host.gestures.bendAt(hit.edge.id, toGraph(host.view, at))
      break
    case 'bend':
      if (host.editable) host.gestures.unbend(hit.edge.id, hit.index)
      break
    case 'empty':
      host.openQuickAdd(at)
      break
  }
}

function hovered(host: InputHost, at: SurfacePoint | undefined): void {
  const { surface } = host
  const hit = at && hitAt(host, at)
  const port = hit?.kind === 'port' ? hit.end : undefined
  const edge = hit?.kind === 'edge' || hit?.kind === 'bend' ? hit.edge.id : undefined
  surface.cursor(hit && hit.kind !== 'empty' && (host.editable || hit.kind === 'edge') ? hit.kind : '')
  surface.tip(hit && hoverWords(hit, host.strings), at)
  const { hoveredEdge, hoveredPort } = surface.overlay
  if (edge === hoveredEdge && samePort(port, hoveredPort)) return
  surface.show({ hoveredEdge: edge, hoveredPort: port })
  if (edge === hoveredEdge) return
  const { left, top, width } = surface.element.getBoundingClientRect()
  // Under a transform of the page a pixel of the surface is not one of the page.
  const scale = width / (surface.element.offsetWidth || 1)
  host.dispatchEvent(new EdgeLookEvent(edge, { x: left + (at?.x ?? 0) * scale, y: top + (at?.y ?? 0) * scale }))
}

const samePort = (a: PortEnd | undefined, b: PortEnd | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.node === b.node && a.side === b.side && a.port === b.port)
