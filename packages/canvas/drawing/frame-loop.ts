/** Draws on request, at most once per frame, or regularly during animations. */
export type FrameLoop = ReturnType<typeof createFrameLoop>

/**
 * Time between two frames of an animation, in ms. Nodes are animated while they run, and each frame takes processor
 * time from the run.
 */
const animationIntervalMs = 100

export function createFrameLoop(draw: (time: number) => void) {
  let handle = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDirty = false
  let isAnimating = false
  const schedule = (): void => {
    if (handle === 0) handle = requestAnimationFrame(onFrame)
  }
  const onFrame = (time: number): void => {
    handle = 0
    isDirty = false
    clearTimeout(timer)
    draw(time)
    if (isDirty) schedule()
    else if (isAnimating) timer = setTimeout(schedule, animationIntervalMs)
  }
  return {
    request(): void {
      isDirty = true
      schedule()
    },
    /** Sets whether to draw ten times a second without requests. */
    setAnimating(enabled: boolean): void {
      if (enabled && !isAnimating) schedule()
      isAnimating = enabled
    },
    destroy(): void {
      isAnimating = false
      isDirty = false
      clearTimeout(timer)
      cancelAnimationFrame(handle)
      handle = 0
    },
  }
}
