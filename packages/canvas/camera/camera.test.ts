import { describe, expect, it } from 'vitest'
import { createCamera } from './camera.ts'

const graph = { x: 0, y: 0, width: 1_000, height: 120 }
const fittedScale = (width: number, height: number): number => {
  const camera = createCamera(() => undefined)
  camera.size = { width, height, density: 1 }
  camera.fit(graph)
  return camera.view.scale
}

describe('createCamera', () => {
  it('fits a small graph at 100% on a laptop, and larger on a 4K screen, at most at 200%', () => {
    expect(fittedScale(1_200, 800)).toBe(1)
    expect(fittedScale(3_400, 1_900)).toBeGreaterThan(1.5)
    expect(fittedScale(3_400, 1_900)).toBeLessThanOrEqual(2)
    expect(fittedScale(9_000, 6_000)).toBe(2)
    expect(fittedScale(3_400, 500)).toBe(1)
  })

  it('shows the start of a graph that does not fit at a legible scale', () => {
    const camera = createCamera(() => undefined)
    camera.size = { width: 600, height: 400, density: 1 }
    camera.fit(graph, 0.8)
    expect(camera.view).toMatchObject({ scale: 0.8, x: 24 })
    expect(camera.toScreen({ x: 0, y: 60 }).y).toBeCloseTo(200, 0)
    camera.fit({ ...graph, width: 300 }, 0.8)
    expect(camera.toScreen({ x: 150, y: 60 }).x).toBeCloseTo(300, 0)
  })

  it('animates to the last requested position, until the user moves the view', () => {
    const camera = createCamera(() => undefined)
    camera.size = { width: 500, height: 400, density: 1 }
    camera.reveal({ x: 600, y: 0, width: 100, height: 50 }, true)
    expect(camera.view.x).toBe(0)
    const startTime = performance.now()
    expect(camera.step(startTime + 40)).toBe(true)
    expect(camera.view.x).toBeLessThan(0)
    camera.reveal({ x: 700, y: 0, width: 100, height: 50 }, true)
    expect(camera.step(performance.now() + 1_000)).toBe(false)
    expect(camera.view.x).toBe(500 - 24 - 800)
    camera.reveal({ x: 0, y: 0, width: 100, height: 50 }, true)
    camera.panBy(10, 0)
    const { view } = camera
    expect(camera.step(performance.now() + 1_000)).toBe(false)
    expect(camera.view).toBe(view)
  })

  it('keeps visible nodes above a panel that opens below, as far as there is space above them', () => {
    const camera = createCamera(() => undefined)
    const open = (height: number, rects = [{ x: 0, y: 300, width: 100, height: 100 }]): void => {
      const heightChange = height - camera.size.height
      camera.size = { width: 500, height, density: 1 }
      camera.keepVisible(rects, heightChange, false)
    }
    open(600)
    open(450)
    expect(camera.view, 'nothing is covered').toMatchObject({ x: 0, y: 0 })
    open(350)
    expect(camera.view).toEqual({ x: 0, y: 350 - 24 - 400, scale: 1 })
    open(120)
    expect(camera.view.y, 'no space above').toBe(24 - 300)
    open(600)
    expect(camera.view.y, 'closed').toBe(24 - 300)
    open(300, [{ x: 0, y: 1_000, width: 100, height: 100 }])
    expect(camera.view.y, 'was not visible').toBe(24 - 300)
  })

  it('moves nodes back step by step, so that a panel that is maximized and restored leaves them where they were', () => {
    const camera = createCamera(() => undefined)
    const resize = (height: number): number => {
      const heightChange = height - camera.size.height
      camera.size = { width: 500, height, density: 1 }
      if (heightChange < 0) camera.keepVisible([{ x: 0, y: 300, width: 100, height: 100 }], heightChange, false)
      else camera.restore(false)
      return camera.view.y
    }
    resize(600)
    const halfOpen = resize(350)
    expect(halfOpen).toBe(350 - 24 - 400)
    expect(resize(40)).toBeLessThan(halfOpen)
    expect(resize(350)).toBe(halfOpen)
    expect(resize(600)).toBe(0)
  })

  it('moves nodes up when the surface shrinks and an overlay would cover them', () => {
    const camera = createCamera(() => undefined)
    camera.size = { width: 500, height: 500, density: 1 }
    camera.getCoverRects = () => [{ x: 350, y: 330, width: 120, height: 150 }]
    const left = { x: 0, y: 300, width: 100, height: 100 }
    camera.keepVisible([left], -200, false)
    expect(camera.view.y, 'next to the element').toBe(0)
    camera.keepVisible([left, { ...left, x: 400 }], -200, false)
    expect(camera.view).toEqual({ x: 0, y: 330 - 12 - 400, scale: 1 })
  })
})
