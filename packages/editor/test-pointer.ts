import { executeServerCommand, sendKeys, sendMouse } from '@web/test-runner-commands'
import type { AwCanvas } from './canvas/aw-canvas.ts'

export interface PagePoint {
  x: number
  y: number
}

/** Converts graph to viewport coordinates, taking transforms, zoom and scrolling of the page into account. */
export function toPagePoint(canvas: AwCanvas, point: PagePoint): PagePoint {
  const surface = getElement(canvas, '.surface')
  const box = surface.getBoundingClientRect()
  const scale = box.width / surface.offsetWidth
  const screen = canvas.toSurface(point)
  return { x: box.left + screen.x * scale, y: box.top + screen.y * scale }
}

/** Returns the center of a node's header on the page. */
export function getNodePoint(canvas: AwCanvas, id: string): PagePoint {
  const node = canvas.scene.byId.get(id)
  if (!node) throw new Error(`No node "${id}" is drawn.`)
  return toPagePoint(canvas, { x: node.x + 120, y: node.y + 18 })
}

/** Returns the center of a port on the page. */
export function getPortPoint(canvas: AwCanvas, id: string, side: 'input' | 'output', port: string): PagePoint {
  const node = canvas.scene.byId.get(id)
  const portPositions = side === 'input' ? node?.shape.inputs : node?.shape.outputs
  const portPosition = portPositions?.find((candidate) => candidate.port.name === port)
  if (!node || !portPosition) throw new Error(`No ${side} "${port}" is drawn at "${id}".`)
  return toPagePoint(canvas, { x: node.x + portPosition.x, y: node.y + portPosition.y })
}

/** Returns the element that matches the last selector, in the shadow root of the one that matches the selector before. */
export function getElement<T extends HTMLElement = HTMLElement>(element: Element, ...selectors: string[]): T {
  return selectors.reduce((parent: Element, selector) => {
    const match = (parent.shadowRoot ?? parent).querySelector(selector)
    if (!match) throw new Error(`Nothing matches "${selector}" in <${parent.localName}>.`)
    return match
  }, element) as T
}

const round = ({ x, y }: PagePoint): [number, number] => [Math.round(x), Math.round(y)]

export async function moveTo(point: PagePoint): Promise<void> {
  await sendMouse({ type: 'move', position: round(point) })
}

export async function press(point: PagePoint, button: 'left' | 'middle' | 'right' = 'left'): Promise<void> {
  await moveTo(point)
  await sendMouse({ type: 'down', button })
}

export async function release(button: 'left' | 'middle' | 'right' = 'left'): Promise<void> {
  await sendMouse({ type: 'up', button })
}

export async function click(point: PagePoint, button: 'left' | 'middle' | 'right' = 'left'): Promise<void> {
  await sendMouse({ type: 'click', position: round(point), button })
}

/** Double-clicks reliably, even on a slow machine. */
export async function doubleClick({ x, y }: PagePoint): Promise<void> {
  await executeServerCommand('aw-double-click', { x, y })
}

/** Presses, moves in a few steps, and releases. If `hold` is set, the button stays pressed. */
export async function drag(
  from: PagePoint,
  to: PagePoint,
  {
    button = 'left',
    steps = 4,
    hold: keepPressed,
  }: { button?: 'left' | 'middle' | 'right'; steps?: number; hold?: string } = {},
): Promise<void> {
  await press(from, button)
  for (let step = 1; step <= steps; step++) {
    const t = step / steps
    await moveTo({ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t })
  }
  if (keepPressed === undefined) await release(button)
}

/** Dispatches a touch event. `points` are the fingers that are down afterwards. */
export async function touch(
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  points: readonly PagePoint[],
): Promise<void> {
  await executeServerCommand('aw-touch', { type, points: points.map(({ x, y }) => ({ x, y })) })
  // Moves are reported in the next frame.
  await waitForFrame()
}

/** Swipes with one finger in a few steps. `hold` is the time before the finger moves, in ms. */
export async function swipe(from: PagePoint, to: PagePoint, { steps = 4, hold: holdMs = 0 } = {}): Promise<void> {
  await touch('touchStart', [from])
  if (holdMs > 0) await new Promise((resolve) => setTimeout(resolve, holdMs))
  for (let step = 1; step <= steps; step++) {
    const t = step / steps
    await touch('touchMove', [{ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }])
  }
  await touch('touchEnd', [])
}

/** Spreads two fingers around a point (`factor` above 1), or moves them together. */
export async function pinch(point: PagePoint, factor: number): Promise<void> {
  await executeServerCommand('aw-pinch', { x: Math.round(point.x), y: Math.round(point.y), factor })
  await waitForFrame()
}

/** Taps at a point. */
export async function tap({ x, y }: PagePoint): Promise<void> {
  await executeServerCommand('aw-tap', { x, y })
  await waitForFrame()
}

/** Double-taps at a point. */
export async function doubleTap({ x, y }: PagePoint): Promise<void> {
  await executeServerCommand('aw-double-tap', { x, y })
  await waitForFrame()
}

/** Presses keys together: `pressKeys('Control', 'z')`. */
export async function pressKeys(...names: string[]): Promise<void> {
  const last = names.pop()
  for (const name of names) await sendKeys({ down: name })
  if (last !== undefined) await sendKeys({ press: last })
  for (const name of names.reverse()) await sendKeys({ up: name })
}

/** Waits until the effects of an action are drawn. */
export async function waitForFrame(action?: unknown): Promise<void> {
  await action
  await new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
}
