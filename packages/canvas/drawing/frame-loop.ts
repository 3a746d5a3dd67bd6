/** Draws on request, at most once per frame, or continuously during animations. */
export interface FrameLoop {
  request(): void
  /** Sets whether to draw continuously, at about 30 frames per second. */
  setAnimating(enabled: boolean): void
  destroy(): void
}

export function createFrameLoop(draw: (time: number) => void): FrameLoop {
  let handle = 0
  let isDirty = false
  let isAnimating = false
  let lastDrawTime = 0
  const schedule = (): void => {
    if (handle === 0) handle = requestAnimationFrame(onFrame)
  }
  const onFrame = (time: number): void => {
    handle = 0
    if (isDirty || time - lastDrawTime > 30) {
      isDirty = false
      lastDrawTime = time
      draw(time)
    }
    if (isAnimating || isDirty) schedule()
  }
  return {
    request() {
      isDirty = true
      schedule()
    },
    setAnimating(enabled) {
      isAnimating = enabled
      if (enabled) schedule()
    },
    destroy() {
      isAnimating = false
      isDirty = false
      cancelAnimationFrame(handle)
      handle = 0
    },
  }
}
