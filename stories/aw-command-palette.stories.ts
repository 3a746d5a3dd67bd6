import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwCanvas, AwCommandPalette } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Command palette', component: 'aw-command-palette' }
export default meta

/** The height of a palette with a full list, in CSS pixels. */
const paletteHeight = 520

/**
 * Places elements in a container as tall as the palette. The palette is positioned over its container without
 * increasing its height, so a shorter container would crop it.
 */
function placeInContainer(...elements: HTMLElement[]): HTMLElement {
  const container = document.createElement('div')
  container.style.position = 'relative'
  container.style.height = `${paletteHeight}px`
  container.append(...elements)
  return container
}

const renderOverCanvas = (readonly = false): HTMLElement => {
  const canvas = document.createElement('aw-canvas')
  canvas.session = new TestSession({ document: mainJob() })
  canvas.readonly = readonly
  const palette = document.createElement('aw-command-palette')
  void canvas.updateComplete.then(() => (palette.canvas = canvas))
  return placeInContainer(setSize('100%', paletteHeight, canvas), palette)
}
const listItems = (palette: AwCommandPalette): string[] =>
  [...getShadowRoot(palette).querySelectorAll<HTMLElement>('li')].map(({ dataset }) => dataset.id ?? '')

export const CommandsAndNodes: StoryObj = {
  render: () => renderOverCanvas(),
  play: async ({ canvasElement }) => {
    const palette = await waitForElement<AwCommandPalette>(canvasElement, 'aw-command-palette')
    const canvas = await waitForElement<AwCanvas>(canvasElement, 'aw-canvas')
    const input = await waitForElement<HTMLInputElement>(getShadowRoot(palette), 'input')
    await waitFor(() => expect(listItems(palette)).toContain('select-all'))
    await userEvent.type(input, 'select all')
    await waitFor(() => expect(listItems(palette)).toEqual(['select-all']))
    await userEvent.keyboard('{Enter}')
    await waitFor(() => expect(canvas.selection.size).toBe(4))
  },
}

export const NothingFound: StoryObj = {
  render: () => renderOverCanvas(),
  play: checkElement<AwCommandPalette>(async (root, palette) => {
    const input = await waitForElement<HTMLInputElement>(root, 'input')
    await userEvent.type(input, 'qqq')
    await waitFor(() => expect(root.textContent).toContain('qqq'))
    await expect(listItems(palette)).toEqual([])
  }),
}

export const ReadOnly: StoryObj = {
  render: () => renderOverCanvas(true),
  play: checkElement<AwCommandPalette>(async (_, palette) => {
    await waitFor(() => expect(listItems(palette)).toContain('select-all'))
    await expect(listItems(palette)).not.toContain('remove')
    await expect(listItems(palette)).not.toContain('lay-out')
  }),
}

export const Empty: StoryObj = {
  render: () => placeInContainer(document.createElement('aw-command-palette')),
  play: checkElement<AwCommandPalette>((_, palette) => expect(listItems(palette)).toEqual([])),
}

export const Dark = createDarkVariant(CommandsAndNodes)
export const Narrow = createNarrowVariant(CommandsAndNodes)
export const RightToLeft = createRightToLeftVariant(CommandsAndNodes)
