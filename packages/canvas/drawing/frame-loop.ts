/**
 * Time between two frames of an animation, in ms. Nodes are animated while they run, and each frame takes processor
 * time from the run.
 */
const animationIntervalMs = 100
/** Time before the first frame of an animation, in ms. A run that ends earlier is drawn only when its state changes. */
const animationDelayMs = 1_000

export function createFrameLoop(draw: (time: number) => void) {
  let handle = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDirty = false
  let isAnimating = false
  let animationStart = 0
  const schedule = (): void => {
    if (handle === 0) handle = requestAnimationFrame(onFrame)
  }
  const onFrame = (time: number): void => {
    handle = 0
    isDirty = false
    clearTimeout(timer)
    draw(time)
    if (isDirty) schedule()
    else if (isAnimating) timer = setTimeout(schedule, Math.max(animationIntervalMs, animationStart - time))
  }
  return {
    request(): void {
      isDirty = true
      schedule()
    },
    /** Sets whether to draw ten times a second without requests, after a second. */
    setAnimating(enabled: boolean): void {
      if (enabled && !isAnimating) {
        animationStart = performance.now() + animationDelayMs
        schedule()
      }
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
