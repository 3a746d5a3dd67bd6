/** Resolves at the next animation frame with the frame's time. */
export const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))

/** Resolves when all changes so far have been painted, at the start of the second frame. */
export async function waitUntilPainted(): Promise<void> {
  await nextFrame()
  await nextFrame()
}

/** Longer than any contender's double-click interval, so that the next press is not a double click. */
const betweenPressesMs = 700

export interface DragOptions {
  from: { x: number; y: number }
  /** The distance to move per frame, in CSS pixels. The pointer reverses before it leaves the window. */
  step: { x: number; y: number }
  frames: number
  /** No frame starts after this time, but there are always at least ten frames. */
  limitMs: number
  /** Called once in the middle of the drag. */
  onHalfway?: () => void
}

/**
 * Drags the pointer with one move per frame and returns the duration of each frame in milliseconds. All contenders
 * receive the same events at the same positions. The pointer is that of the mouse (id 1), so that it can be captured.
 * The first frames, in which a drag starts, are not counted.
 */
export async function drag({ from, step, frames, limitMs, onHalfway }: DragOptions): Promise<number[]> {
  await new Promise((resolve) => setTimeout(resolve, betweenPressesMs))
  const target = findDeepest(from)
  const position = { ...from }
  const direction = { ...step }
  const send = (kind: 'down' | 'move' | 'up'): void => {
    const init = {
      bubbles: true,
      cancelable: true,
      composed: true,
      view: window,
      clientX: position.x,
      clientY: position.y,
      screenX: position.x,
      screenY: position.y,
      button: kind === 'move' ? -1 : 0,
      buttons: kind === 'up' ? 0 : 1,
    }
    const pointer = { ...init, pointerId: 1, pointerType: 'mouse', isPrimary: true }
    target.dispatchEvent(new PointerEvent(`pointer${kind}`, pointer))
    target.dispatchEvent(new MouseEvent(`mouse${kind}`, { ...init, button: 0 }))
  }
  const move = (): void => {
    if (position.x + direction.x < 0 || position.x + direction.x >= innerWidth) direction.x = -direction.x
    if (position.y + direction.y < 0 || position.y + direction.y >= innerHeight) direction.y = -direction.y
    position.x += direction.x
    position.y += direction.y
    send('move')
  }
  send('down')
  const warmUps = 8
  for (let frame = 0; frame < warmUps; frame++) {
    await nextFrame()
    move()
  }
  onHalfway?.()
  const times: number[] = []
  const start = await nextFrame()
  let previousTime = start
  while (times.length < frames && (previousTime - start < limitMs || times.length < 10)) {
    move()
    const now = await nextFrame()
    times.push(now - previousTime)
    previousTime = now
  }
  send('up')
  await waitUntilPainted()
  return times
}

function findDeepest({ x, y }: { x: number; y: number }): Element {
  let element = document.elementFromPoint(x, y)
  while (element?.shadowRoot) {
    const nested = element.shadowRoot.elementFromPoint(x, y)
    if (!nested || nested === element) break
    element = nested
  }
  if (!element) throw new Error(`No element at ${x}, ${y}.`)
  return element
}
