import type { StoryObj } from '@storybook/web-components-vite'
import { expect } from 'storybook/test'
import {
  countDescendants,
  measureLightness,
  measureOffsets,
  findOverflow,
  findLowContrast,
} from './rendering-checks.ts'

type Render = NonNullable<StoryObj['render']>
type Context = Parameters<Render>[1]

/** Finds the element that a story demonstrates. Returns `undefined` if it is inside a shadow root. */
export function findElement(rendered: Element, tag: string): HTMLElement | undefined {
  const element = rendered.matches(tag) ? rendered : rendered.querySelector(tag)
  return element instanceof HTMLElement ? element : undefined
}

function requireElement(rendered: Element, tag: string): HTMLElement {
  const element = findElement(rendered, tag)
  if (!element) throw new Error(`The story does not contain a <${tag}>.`)
  return element
}

const waitForNextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve))

/** Waits until the number of rendered elements stays the same for a few frames. */
export async function whenSettled(element: Element): Promise<void> {
  let count = -1
  for (let unchangedFrameCount = 0, frameCount = 0; unchangedFrameCount < 4 && frameCount < 600; frameCount++) {
    await waitForNextFrame()
    const currentCount = countDescendants(element)
    unchangedFrameCount = currentCount === count ? unchangedFrameCount + 1 : 0
    count = currentCount
  }
}

const withChange = (story: StoryObj, change: (element: HTMLElement, context: Context) => void): Render => {
  const { render } = story
  if (!render) throw new Error('Only a story with a render function can have variants.')
  return (args, context: Context) => {
    const rendered = render(args, context)
    if (!(rendered instanceof HTMLElement)) throw new Error('A story must render an element.')
    change(requireElement(rendered, String(context.component)), context)
    return rendered
  }
}

const createVariant = (
  story: StoryObj,
  change: (element: HTMLElement, context: Context) => void,
  check: (element: HTMLElement) => Promise<void>,
): StoryObj => ({
  ...story,
  render: withChange(story, change),
  play: async ({ canvasElement, component }) => {
    const element = requireElement(canvasElement, String(component))
    await whenSettled(element)
    await check(element)
  },
})

/** Renders the story in the dark color scheme. Asserts a dark background and sufficient contrast. */
export const createDarkVariant = (story: StoryObj): StoryObj =>
  createVariant(
    story,
    (element) => {
      element.setAttribute('theme', 'dark')
      element.style.background = '#171b21'
    },
    async (element) => {
      await expect(measureLightness(element)).toBeLessThan(0.2)
      await expect(findLowContrast(element).join('\n')).toBe('')
    },
  )

/** Renders the story in a narrow container. Asserts that nothing overflows its sides. */
export const createNarrowVariant = (story: StoryObj, width = 320): StoryObj =>
  createVariant(
    story,
    (element) => {
      element.style.boxSizing = 'border-box'
      element.style.width = `${width}px`
      element.style.marginInline = '0'
    },
    async (element) => {
      await expect(element.getBoundingClientRect().width).toBeLessThanOrEqual(width)
      await expect(findOverflow(element).join('\n')).toBe('')
    },
  )

/**
 * Renders the story from right to left. Asserts that controls and headings are mirrored and that nothing overflows.
 *
 * @param options.except A selector for controls and headings that need not be mirrored.
 */
export const createRightToLeftVariant = (story: StoryObj, { except = '' }: { except?: string } = {}): StoryObj =>
  createVariant(
    story,
    (element, { viewMode }) => {
      // On a documentation page, show the final state, because the story is not played there.
      element.dir = viewMode === 'docs' ? 'rtl' : 'ltr'
    },
    async (element) => {
      const before = measureOffsets(element, 'ltr')
      element.dir = 'rtl'
      await whenSettled(element)
      const after = measureOffsets(element, 'rtl')
      const misplaced = [...before]
        .filter(([control, offset]) => after.has(control) && Math.abs(after.get(control)! - offset) > 4)
        .filter(([control]) => !except || !control.matches(except))
        .map(
          ([control, offset]) =>
            `${control.localName}.${control.className} “${control.textContent?.trim().slice(0, 30)}”: ${offset} → ${after.get(control)}`,
        )
      await expect(getComputedStyle(element).direction).toBe('rtl')
      await expect(misplaced.join('\n')).toBe('')
      await expect(findOverflow(element).join('\n')).toBe('')
    },
  )
