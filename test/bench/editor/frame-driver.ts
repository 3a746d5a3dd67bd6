/** Resolves at the next animation frame with its time. */
export const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))

/** Resolves when all changes so far are painted: after a frame, when the next one starts. */
export async function painted(): Promise<void> {
  await nextFrame()
  await nextFrame()
}

/** Longer than any contender's double-click interval, so the next press does not become a double click. */
const betweenPressesMs = 700

export interface DragOptions {
  from: { x: number; y: number }
  /** CSS pixels per frame. The pointer reverses before it leaves the window. */
  step: { x: number; y: number }
  frames: number
  /** No frame starts after this time, but there are always at least 10 frames. */
  limitMs: number
  /** Called once in the middle of the drag. */
  onTheWay?: () => void
}

/**
 * Drags the pointer with one move per frame, and returns the time from the start of each frame to the start of the next
 * one. All contenders receive the same events at the same positions. The pointer is that of the mouse (id 1), so that it
 * can be captured. The first frames, in which a drag starts, are not counted.
 */
export async function drag({ from, step, frames, limitMs, onTheWay }: DragOptions): Promise<number[]> {
  await new Promise((resolve) => setTimeout(resolve, betweenPressesMs))
  const target = deepestAt(from)
  const at = { ...from }
  const way = { ...step }
  const send = (kind: 'down' | 'move' | 'up'): void => {
    const init = {
      bubbles: true,
      cancelable: true,
      composed: true,
      view: window,
      clientX: at.x,
      clientY: at.y,
      screenX: at.x,
      screenY: at.y,
      button: kind === 'move' ? -1 : 0,
      buttons: kind === 'up' ? 0 : 1,
    }
    const pointer = { ...init, pointerId: 1, pointerType: 'mouse', isPrimary: true }
    target.dispatchEvent(new PointerEvent(`pointer${kind}`, pointer))
    target.dispatchEvent(new MouseEvent(`mouse${kind}`, { ...init, button: 0 }))
  }
  const move = (): void => {
    if (at.x + way.x < 0 || at.x + way.x >= innerWidth) way.x = -way.x
    if (at.y + way.y < 0 || at.y + way.y >= innerHeight) way.y = -way.y
    at.x += way.x
    at.y += way.y
    send('move')
  }
  send('down')
  const warmUps = 8
  for (let frame = 0; frame < warmUps; frame++) {
    await nextFrame()
    move()
  }
  onTheWay?.()
  const times: number[] = []
  const begin = await nextFrame()
  let before = begin
  while (times.length < frames && (before - begin < limitMs || times.length < 10)) {
    move()
    const now = await nextFrame()
    times.push(now - before)
    before = now
  }
  send('up')
  await painted()
  return times
}

function deepestAt({ x, y }: { x: number; y: number }): Element {
  let found = document.elementFromPoint(x, y)
  while (found?.shadowRoot) {
    const inner = found.shadowRoot.elementFromPoint(x, y)
    if (!inner || inner === found) break
    found = inner
  }
  if (!found) throw new Error(`No element at ${x}, ${y}.`)
  return found
}
