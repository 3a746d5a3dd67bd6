/** Draws on request, at most once per frame, and continuously during animations. */
export interface FrameLoop {
  request(): void
  /** While enabled, draws about 30 times per second. */
  animate(enabled: boolean): void
  destroy(): void
}

export function createFrameLoop(draw: (time: number) => void): FrameLoop {
  let handle = 0
  let dirty = false
  let isAnimating = false
  let lastDrawn = 0
  const schedule = (): void => {
    if (handle === 0) handle = requestAnimationFrame(onFrame)
  }
  const onFrame = (time: number): void => {
    handle = 0
    if (dirty || time - lastDrawn > 30) {
      dirty = false
      lastDrawn = time
      draw(time)
    }
    if (isAnimating || dirty) schedule()
  }
  return {
    request() {
      dirty = true
      schedule()
    },
    animate(enabled) {
      isAnimating = enabled
      if (enabled) schedule()
    },
    destroy() {
      isAnimating = false
      dirty = false
      cancelAnimationFrame(handle)
      handle = 0
    },
  }
}
