// Runs in the page before its own scripts, without imports. See `watched-window.ts`.

{
  let maxTaskMs = 0
  let maxFrameGapMs = 0
  let lastFrame: number | undefined
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) maxTaskMs = Math.max(maxTaskMs, duration)
  }).observe({ type: 'longtask' })
  const frame = (time: number): void => {
    if (lastFrame !== undefined) maxFrameGapMs = Math.max(maxFrameGapMs, time - lastFrame)
    lastFrame = time
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)

  window.benchWatch = {
    reset() {
      maxTaskMs = 0
      maxFrameGapMs = 0
      lastFrame = undefined
    },
    read: () => ({ maxTaskMs, maxFrameGapMs }),
    firstContentfulPaint: () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  }

  const findIn = (root: ParentNode, selector: string): Element | undefined => {
    const match = root.querySelector(selector)
    if (match) return match
    for (const element of root.querySelectorAll('*')) {
      const nested = element.shadowRoot && findIn(element.shadowRoot, selector)
      if (nested) return nested
    }
    return undefined
  }
  window.benchFind = (selector) => findIn(document, selector)
}
