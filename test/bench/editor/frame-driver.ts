/** Resolves at the next animation frame with its time. */
export const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))

/** Resolves when what has been done so far is on the screen: a frame is made, and the next one begins. */
export async function painted(): Promise<void> {
  await nextFrame()
  await nextFrame()
}

/** Longer than any contender's double click: a press sooner after the last one would be its second. */
const betweenPressesMs = 700

export interface DragOptions {
  from: { x: number; y: number }
  /** CSS pixels a frame; the pointer turns back before it leaves the window. */
  step: { x: number; y: number }
  frames: number
  /** No new frame is begun after this time, but 10 frames are always made. */
  limitMs: number
  /** Called once in the middle of the drag. */
  onTheWay?: () => void
}

/**
 * Drags the pointer as a hand would, one move a frame, and answers how long each frame took, from its beginning to the
 * next one's. Contenders hear the same events at the same places. The pointer is the mouse's own (id 1), so that
 * capturing it works; the first frames, in which a drag begins, are not counted.
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
  if (!found) throw new Error(`Nothing lies at ${x}, ${y}.`)
  return found
}
