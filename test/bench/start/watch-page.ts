// Runs in the page before anything of its own, as a script without imports. See `watched-window.ts`.

{
  let longestTask = 0
  let longestGap = 0
  let lastFrame: number | undefined
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration)
  }).observe({ type: 'longtask' })
  const frame = (time: number): void => {
    if (lastFrame !== undefined) longestGap = Math.max(longestGap, time - lastFrame)
    lastFrame = time
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)

  window.benchWatch = {
    reset() {
      longestTask = 0
      longestGap = 0
      lastFrame = undefined
    },
    read: () => ({ longestTask, longestGap }),
    firstContentfulPaint: () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  }

  const findIn = (root: ParentNode, selector: string): Element | undefined => {
    const found = root.querySelector(selector)
    if (found) return found
    for (const element of root.querySelectorAll('*')) {
      const inner = element.shadowRoot && findIn(element.shadowRoot, selector)
      if (inner) return inner
    }
    return undefined
  }
  window.benchFind = (selector) => findIn(document, selector)
}
