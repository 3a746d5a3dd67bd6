/** Draws on request, at most once per frame, and repeatedly during animations. */
export interface FrameLoop {
  request(): void
  /** While true, draws about 30 times per second. */
  animate(on: boolean): void
  destroy(): void
}

export function createFrameLoop(draw: (time: number) => void): FrameLoop {
  let handle = 0
  let dirty = false
  let moving = false
  let lastDrawn = 0
  const next = (): void => {
    if (handle === 0) handle = requestAnimationFrame(frame)
  }
  const frame = (time: number): void => {
    handle = 0
    if (dirty || time - lastDrawn > 30) {
      dirty = false
      lastDrawn = time
      draw(time)
    }
    if (moving || dirty) next()
  }
  return {
    request() {
      dirty = true
      next()
    },
    animate(on) {
      moving = on
      if (on) next()
    },
    destroy() {
      moving = false
      dirty = false
      cancelAnimationFrame(handle)
      handle = 0
    },
  }
}
