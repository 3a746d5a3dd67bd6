import {
  connectNewNode,
  findEdgeMidpoint,
  getPointNextTo,
  type Point,
  type QuickAddPurpose,
  type SceneEdge,
} from '@aw-flow/canvas'
import { css, html, render, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import type { AwCanvas } from '../aw-canvas.ts'
import type { EdgeHoverEvent } from '../canvas-events.ts'

/** Below this scale, neither ports nor add buttons are displayed. */
const minScale = 0.45
/** The distance between an output and its button, in graph units. */
const portGap = 26
/** The minimum distance between the centers of two buttons, in CSS pixels. */
const minButtonDistance = 26
/** The distance between a node and a new node that follows it, in graph units. */
const newNodeGap = 64
/** How long the pointer must stay on an edge before its button appears, in ms. */
const enterDelayMs = 150
/** How long an edge's button remains after the pointer has left the edge, in ms. */
const leaveDelayMs = 500

const buttonStyles = css`
  .add-buttons {
    position: absolute;
    inset: 0;
    overflow: hidden;
    pointer-events: none;
  }

  .add-buttons button {
    position: absolute;
    top: 0;
    left: 0;
    width: 24px;
    min-height: 24px;
    height: 24px;
    margin: -12px 0 0 -12px;
    padding: 0;
    border-radius: 12px;
    background: var(--_surface);
    color: var(--_accent);
    border-color: var(--_accent);
    pointer-events: auto;
  }

  .add-buttons .on-edge {
    margin-top: -34px;
  }

  .add-buttons button:hover {
    background: var(--_accent);
    color: var(--_on-accent);
  }
`

interface AddButton {
  /** The center of the button on the surface, in CSS pixels. */
  readonly center: Point
  /** True for an edge's button. It is displayed above the edge's midpoint, so that the edge can be dragged there. */
  readonly isOnEdge: boolean
  /** The position of the list of node types, in graph coordinates. */
  readonly listPosition: Point
  readonly title: string
  readonly purpose: QuickAddPurpose
}

/** The buttons for adding a node next to another node, and the function that connects a new node. */
export interface AddButtons {
  /** Updates the buttons after a change to the view, selection or document. */
  update(): void
  /** Connects a node that was added without a position. */
  readonly connect: typeof connectNewNode
}

/**
 * Displays buttons for adding and connecting a node at the unconnected outputs of the selected node, and on the hovered
 * or selected edge.
 */
export function createAddButtons(canvas: AwCanvas): AddButtons {
  const root = canvas.shadowRoot!
  const layer = document.createElement('div')
  layer.className = 'add-buttons'
  if (buttonStyles.styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, buttonStyles.styleSheet]
  root.querySelector('.surface')?.after(layer)
  let hoveredEdgeId: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isPointerOnButton = false
  let isPressing = false

  const findEdge = (): SceneEdge | undefined => {
    const [selectedId] = canvas.selectedEdges.size === 1 ? canvas.selectedEdges : []
    const id = hoveredEdgeId ?? selectedId
    return id === undefined ? undefined : canvas.scene.edges.find((edge) => edge.id === id && edge.isValid)
  }
  const listButtons = (): AddButton[] => {
    if (!canvas.editable || isPressing || canvas.view.scale < minScale) return []
    const edge = findEdge()
    return [...listOutputButtons(canvas), ...(edge ? [createEdgeButton(canvas, edge)] : [])]
  }
  const renderButton = ({ isOnEdge, listPosition, title, purpose }: AddButton): TemplateResult =>
    html`<button
      type="button"
      class=${isOnEdge ? 'on-edge' : ''}
      tabindex="-1"
      title=${title}
      aria-label=${title}
      @click=${() => canvas.openQuickAddFor(canvas.toSurface(listPosition), purpose)}
      @mouseenter=${() => (isPointerOnButton = true)}
      @mouseleave=${onLeave}
    >
      ${icon('plus')}
    </button>`
  const update = (): void => {
    const buttons = listButtons()
    render(html`${buttons.map(renderButton)}`, layer)
    for (const [index, element] of layer.querySelectorAll('button').entries()) {
      const { x, y } = buttons[index]!.center
      element.style.transform = `translate(${x}px, ${y}px)`
    }
  }
  const scheduleEdgeHover = (edgeId: string | undefined): void => {
    clearTimeout(timer)
    timer = setTimeout(
      () => {
        if (edgeId === undefined && isPointerOnButton) return
        hoveredEdgeId = edgeId
        update()
      },
      edgeId === undefined ? leaveDelayMs : enterDelayMs,
    )
  }
  const onLeave = (): void => {
    isPointerOnButton = false
    scheduleEdgeHover(undefined)
  }
  const onEdgeHover = ({ edge }: EdgeHoverEvent): void => scheduleEdgeHover(edge)
  const onPress = (event: Event): void => {
    if (event.type === 'pointerdown' && event.composedPath().includes(layer)) return
    isPressing = event.type === 'pointerdown'
    update()
  }
  canvas.addEventListener('aw-edge-look', onEdgeHover)
  for (const type of ['pointerdown', 'pointerup', 'pointercancel']) canvas.addEventListener(type, onPress)
  update()
  return { update, connect: connectNewNode }
}

function createEdgeButton(canvas: AwCanvas, edge: SceneEdge): AddButton {
  const midpoint = findEdgeMidpoint(edge).point
  const title = canvas.strings.commands['quick-add']
  return {
    center: canvas.toSurface(midpoint),
    isOnEdge: true,
    listPosition: midpoint,
    title,
    purpose: { kind: 'into', edge },
  }
}

/**
 * Returns the buttons for the unconnected outputs of the selected node. Buttons that would be too close together are
 * spread out. Returns an empty list unless exactly one node is selected.
 */
function listOutputButtons(canvas: AwCanvas): AddButton[] {
  const { scene, selection, strings } = canvas
  const [id] = selection.size === 1 ? selection : []
  const node = id === undefined ? undefined : scene.byId.get(id)
  if (!node) return []
  const connectedOutputs = new Set(scene.edges.flatMap(({ from, output }) => (from === node ? [output] : [])))
  const unconnectedOutputs = node.shape.outputs.flatMap((output, index) =>
    connectedOutputs.has(index) ? [] : [output],
  )
  const surfaceYs = spreadOut(unconnectedOutputs.map(({ y }) => canvas.toSurface(getPointNextTo(node, portGap, y)).y))
  return unconnectedOutputs.map(({ port, y }, index): AddButton => {
    const title = strings.commands['add-next']
    const label = node.shape.outputs.length > 1 ? `${title} (${port.label ?? port.name})` : title
    return {
      center: { x: canvas.toSurface(getPointNextTo(node, portGap, y)).x, y: surfaceYs[index]! },
      isOnEdge: false,
      listPosition: getPointNextTo(node, newNodeGap, y),
      title: label,
      purpose: { kind: 'from', from: { node: node.id, side: 'output', port: port.name } },
    }
  })
}

/** Spreads ascending positions out to the minimum distance while keeping them centered. */
function spreadOut(positions: readonly number[]): readonly number[] {
  const placedPositions: number[] = []
  for (const position of positions)
    placedPositions.push(Math.max(position, (placedPositions.at(-1) ?? -Infinity) + minButtonDistance))
  const shift = ((positions.at(-1) ?? 0) - (placedPositions.at(-1) ?? 0)) / 2
  return placedPositions.map((position) => position + shift)
}
