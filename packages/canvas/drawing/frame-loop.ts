/** Draws on request, at most once per frame, or continuously during animations. */
export type FrameLoop = ReturnType<typeof createFrameLoop>

export function createFrameLoop(draw: (time: number) => void) {
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
    request(): void {
      isDirty = true
      schedule()
    },
    /** Sets whether to draw continuously, at about 30 frames per second. */
    setAnimating(enabled: boolean): void {
      isAnimating = enabled
      if (enabled) schedule()
    },
    destroy(): void {
      isAnimating = false
      isDirty = false
      cancelAnimationFrame(handle)
      handle = 0
    },
  }
}
