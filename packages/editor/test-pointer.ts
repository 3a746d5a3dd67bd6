import { executeServerCommand, sendKeys, sendMouse } from '@web/test-runner-commands'
import type { AwCanvas } from './canvas/aw-canvas.ts'

export interface PagePoint {
  x: number
  y: number
}

/** A point of the graph in the viewport, regardless of transforms, zoom and scrolling around the canvas. */
export function pagePoint(canvas: AwCanvas, at: PagePoint): PagePoint {
  const surface = part(canvas, '.surface')
  const box = surface.getBoundingClientRect()
  const scale = box.width / surface.offsetWidth
  const screen = canvas.screenPoint(at)
  return { x: box.left + screen.x * scale, y: box.top + screen.y * scale }
}

/** The middle of a node's header on the page. */
export function nodePoint(canvas: AwCanvas, id: string): PagePoint {
  const node = canvas.scene.byId.get(id)
  if (!node) throw new Error(`No node "${id}" is drawn.`)
  return pagePoint(canvas, { x: node.x + 120, y: node.y + 18 })
}

/** A port's middle on the page. */
export function portPoint(canvas: AwCanvas, id: string, side: 'input' | 'output', port: string): PagePoint {
  const node = canvas.scene.byId.get(id)
  const places = side === 'input' ? node?.shape.inputs : node?.shape.outputs
  const place = places?.find((other) => other.port.name === port)
  if (!node || !place) throw new Error(`No ${side} "${port}" is drawn at "${id}".`)
  return pagePoint(canvas, { x: node.x + place.x, y: node.y + place.y })
}

export function part<T extends HTMLElement = HTMLElement>(element: Element, selector: string): T {
  const found = (element.shadowRoot ?? element).querySelector<T>(selector)
  if (!found) throw new Error(`Nothing matches "${selector}" in <${element.localName}>.`)
  return found
}

const rounded = ({ x, y }: PagePoint): [number, number] => [Math.round(x), Math.round(y)]

export async function moveTo(at: PagePoint): Promise<void> {
  await sendMouse({ type: 'move', position: rounded(at) })
}

export async function press(at: PagePoint, button: 'left' | 'middle' | 'right' = 'left'): Promise<void> {
  await moveTo(at)
  await sendMouse({ type: 'down', button })
}

export async function release(button: 'left' | 'middle' | 'right' = 'left'): Promise<void> {
  await sendMouse({ type: 'up', button })
}

export async function click(at: PagePoint, button: 'left' | 'middle' | 'right' = 'left'): Promise<void> {
  await sendMouse({ type: 'click', position: rounded(at), button })
}

/** A double click on any machine, however slow. */
export async function doubleClick({ x, y }: PagePoint): Promise<void> {
  await executeServerCommand('aw-double-click', { x, y })
}

/** Presses, moves in a few steps, and releases. */
export async function drag(
  from: PagePoint,
  to: PagePoint,
  { button = 'left', steps = 4, hold }: { button?: 'left' | 'middle' | 'right'; steps?: number; hold?: string } = {},
): Promise<void> {
  await press(from, button)
  for (let step = 1; step <= steps; step++) {
    const t = step / steps
    await moveTo({ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t })
  }
  if (hold === undefined) await release(button)
}

/** A touch event: `points` are the fingers that are down after it. */
export async function touch(
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  points: readonly PagePoint[],
): Promise<void> {
  await executeServerCommand('aw-touch', { type, points: points.map(({ x, y }) => ({ x, y })) })
  // Moves are reported with the next frame.
  await frame()
}

/** One finger presses, moves in a few steps, and is lifted; `hold`: how long it stays before it moves, in ms. */
export async function swipe(from: PagePoint, to: PagePoint, { steps = 4, hold = 0 } = {}): Promise<void> {
  await touch('touchStart', [from])
  if (hold > 0) await new Promise((resolve) => setTimeout(resolve, hold))
  for (let step = 1; step <= steps; step++) {
    const t = step / steps
    await touch('touchMove', [{ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t }])
  }
  await touch('touchEnd', [])
}

/** Two fingers around a point move apart (`factor` above 1) or together. */
export async function pinch(at: PagePoint, factor: number): Promise<void> {
  await executeServerCommand('aw-pinch', { x: Math.round(at.x), y: Math.round(at.y), factor })
  await frame()
}

/** A tap. */
export async function tap({ x, y }: PagePoint): Promise<void> {
  await executeServerCommand('aw-tap', { x, y })
  await frame()
}

/** A double tap. */
export async function doubleTap({ x, y }: PagePoint): Promise<void> {
  await executeServerCommand('aw-double-tap', { x, y })
  await frame()
}

/** Presses keys together: `keys('Control', 'z')`. */
export async function keys(...names: string[]): Promise<void> {
  const last = names.pop()
  for (const name of names) await sendKeys({ down: name })
  if (last !== undefined) await sendKeys({ press: last })
  for (const name of names.reverse()) await sendKeys({ up: name })
}

export const frame = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
