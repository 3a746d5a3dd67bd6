import {
  connectNewNode,
  findEdgeMiddle,
  getPointNextTo,
  type Point,
  type QuickAddPurpose,
  type SceneEdge,
} from '@aw-flow/canvas'
import { css, html, render, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import type { AwCanvas } from '../aw-canvas.ts'
import type { EdgeHoverEvent } from '../canvas-events.ts'

/** Buttons are hidden below this scale, as are ports. */
const minScale = 0.45
/** Space between an output and its button, in graph units. */
const portGap = 26
/** Minimum distance between the middles of two buttons, in CSS pixels. */
const minDistance = 26
/** Space between a node and the new node that follows it, in graph units. */
const listGap = 64
/** Time that the pointer must stay on an edge before its button appears, in ms. */
const enterDelayMs = 150
/** Time that the button of an edge stays after the pointer has left the edge, in ms. */
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
  /** The middle of the button, in CSS pixels of the surface. */
  readonly at: Point
  /**
   * True if the button belongs to an edge. It is above the middle of the edge, where the edge can be dragged.
   */
  readonly isOnEdge: boolean
  /** The position at which the list of node types opens, in graph coordinates. */
  readonly listAt: Point
  readonly title: string
  readonly purpose: QuickAddPurpose
}

/** Buttons that add a node next to another one, and the function that connects a new node. */
export interface AddButtons {
  /** Moves the buttons with the view, and shows those of the selection. */
  update(): void
  /** Connects a node that is added without a position. */
  readonly connect: typeof connectNewNode
}

/**
 * Shows buttons that add and connect a node, at unconnected outputs of the selected node and on the hovered or selected
 * edge.
 */
export function createAddButtons(canvas: AwCanvas): AddButtons {
  const root = canvas.shadowRoot!
  const layer = document.createElement('div')
  layer.className = 'add-buttons'
  if (buttonStyles.styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, buttonStyles.styleSheet]
  root.querySelector('.surface')?.after(layer)
  let hoveredEdge: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isPointerInside = false
  let isPressing = false

  const findEdge = (): SceneEdge | undefined => {
    const [selected] = canvas.selectedEdges.size === 1 ? canvas.selectedEdges : []
    const id = hoveredEdge ?? selected
    return id === undefined ? undefined : canvas.scene.edges.find((edge) => edge.id === id && edge.isValid)
  }
  const listButtons = (): AddButton[] => {
    if (!canvas.editable || isPressing || canvas.view.scale < minScale) return []
    const edge = findEdge()
    return [...listOutputButtons(canvas), ...(edge ? [createEdgeButton(canvas, edge)] : [])]
  }
  const renderButton = ({ isOnEdge, listAt, title, purpose }: AddButton): TemplateResult =>
    html`<button
      type="button"
      class=${isOnEdge ? 'on-edge' : ''}
      tabindex="-1"
      title=${title}
      aria-label=${title}
      @click=${() => canvas.openQuickAddFor(canvas.screenPoint(listAt), purpose)}
      @mouseenter=${() => (isPointerInside = true)}
      @mouseleave=${onLeave}
    >
      ${icon('plus')}
    </button>`
  const update = (): void => {
    const buttons = listButtons()
    render(html`${buttons.map(renderButton)}`, layer)
    for (const [index, element] of layer.querySelectorAll('button').entries()) {
      const { x, y } = buttons[index]!.at
      element.style.transform = `translate(${x}px, ${y}px)`
    }
  }
  const scheduleEdgeHover = (edge: string | undefined): void => {
    clearTimeout(timer)
    timer = setTimeout(
      () => {
        if (edge === undefined && isPointerInside) return
        hoveredEdge = edge
        update()
      },
      edge === undefined ? leaveDelayMs : enterDelayMs,
    )
  }
  const onLeave = (): void => {
    isPointerInside = false
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
  const middle = findEdgeMiddle(edge).at
  const title = canvas.strings.commands['quick-add']
  return { at: canvas.screenPoint(middle), isOnEdge: true, listAt: middle, title, purpose: { kind: 'into', edge } }
}

/**
 * Lists the buttons at the unconnected outputs of the selected node. If outputs are close together, their buttons are
 * spread out. Returns none if several nodes are selected.
 */
function listOutputButtons(canvas: AwCanvas): AddButton[] {
  const { scene, selection, strings } = canvas
  const [id] = selection.size === 1 ? selection : []
  const node = id === undefined ? undefined : scene.byId.get(id)
  if (!node) return []
  const usedOutputs = new Set(scene.edges.flatMap(({ from, output }) => (from === node ? [output] : [])))
  const freeOutputs = node.shape.outputs.flatMap((output, index) => (usedOutputs.has(index) ? [] : [output]))
  const screenYs = spreadOut(freeOutputs.map(({ y }) => canvas.screenPoint(getPointNextTo(node, portGap, y)).y))
  return freeOutputs.map(({ port, y }, index): AddButton => {
    const title = strings.commands['add-next']
    const label = node.shape.outputs.length > 1 ? `${title} (${port.label ?? port.name})` : title
    return {
      at: { x: canvas.screenPoint(getPointNextTo(node, portGap, y)).x, y: screenYs[index]! },
      isOnEdge: false,
      listAt: getPointNextTo(node, listGap, y),
      title: label,
      purpose: { kind: 'from', from: { node: node.id, side: 'output', port: port.name } },
    }
  })
}

/** Moves ascending positions apart to the minimum distance, around the same middle. */
function spreadOut(positions: readonly number[]): readonly number[] {
  const placed: number[] = []
  for (const position of positions) placed.push(Math.max(position, (placed.at(-1) ?? -Infinity) + minDistance))
  const shift = ((positions.at(-1) ?? 0) - (placed.at(-1) ?? 0)) / 2
  return placed.map((position) => position + shift)
}
