import type { StoryObj } from '@storybook/web-components-vite'
import { expect } from 'storybook/test'
import { countUnder, lightness, roomBefore, stickingOut, unreadable } from './looks.ts'

type Render = NonNullable<StoryObj['render']>
type Context = Parameters<Render>[1]

/** The element of the file's stories in the rendered story; absent if another element contains it. */
export function elementOf(drawn: Element, tag: string): HTMLElement | undefined {
  const found = drawn.matches(tag) ? drawn : drawn.querySelector(tag)
  return found instanceof HTMLElement ? found : undefined
}

function varied(drawn: Element, tag: string): HTMLElement {
  const found = elementOf(drawn, tag)
  if (!found) throw new Error(`The story contains no <${tag}>.`)
  return found
}

const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve))

/** Waits until the rendering of an element has not changed for some frames. */
export async function settled(element: Element): Promise<void> {
  let count = -1
  for (let same = 0, frames = 0; same < 4 && frames < 600; frames++) {
    await nextFrame()
    const now = countUnder(element)
    same = now === count ? same + 1 : 0
    count = now
  }
}

const changed = (story: StoryObj, change: (element: HTMLElement, context: Context) => void): Render => {
  const { render } = story
  if (!render) throw new Error('A story that is varied draws by itself.')
  return (args, context: Context) => {
    const drawn = render(args, context)
    if (!(drawn instanceof HTMLElement)) throw new Error('A story draws an element.')
    change(varied(drawn, String(context.component)), context)
    return drawn
  }
}

const vary = (
  story: StoryObj,
  change: (element: HTMLElement, context: Context) => void,
  look: (element: HTMLElement) => Promise<void>,
): StoryObj => ({
  ...story,
  render: changed(story, change),
  play: async ({ canvasElement, component }) => {
    const element = varied(canvasElement, String(component))
    await settled(element)
    await look(element)
  },
})

/** Renders the story in the dark scheme. Asserts sufficient contrast and a dark background. */
export const dark = (story: StoryObj): StoryObj =>
  vary(
    story,
    (element) => {
      element.setAttribute('theme', 'dark')
      element.style.background = '#171b21'
    },
    async (element) => {
      await expect(lightness(element)).toBeLessThan(0.2)
      await expect(unreadable(element).join('\n')).toBe('')
    },
  )

/** Renders the story in a narrow container. Asserts that nothing overflows its sides. */
export const narrow = (story: StoryObj, width = 320): StoryObj =>
  vary(
    story,
    (element) => {
      element.style.boxSizing = 'border-box'
      element.style.width = `${width}px`
      element.style.marginInline = '0'
    },
    async (element) => {
      await expect(element.getBoundingClientRect().width).toBeLessThanOrEqual(width)
      await expect(stickingOut(element).join('\n')).toBe('')
    },
  )

/**
 * Renders the story from right to left. Asserts that controls and headings are mirrored, and that nothing overflows.
 */
export const rightToLeft = (story: StoryObj, { except = '' }: { except?: string } = {}): StoryObj =>
  vary(
    story,
    (element, { viewMode }) => {
      // The documentation page shows the result, since it does not play the story.
      element.dir = viewMode === 'docs' ? 'rtl' : 'ltr'
    },
    async (element) => {
      const before = roomBefore(element, 'ltr')
      element.dir = 'rtl'
      await settled(element)
      const after = roomBefore(element, 'rtl')
      const astray = [...before]
        .filter(([one, room]) => after.has(one) && Math.abs(after.get(one)! - room) > 4)
        .filter(([one]) => !except || !one.matches(except))
        .map(
          ([one, room]) =>
            `${one.localName}.${one.className} “${one.textContent?.trim().slice(0, 30)}”: ${room} → ${after.get(one)}`,
        )
      await expect(getComputedStyle(element).direction).toBe('rtl')
      await expect(astray.join('\n')).toBe('')
      await expect(stickingOut(element).join('\n')).toBe('')
    },
  )
