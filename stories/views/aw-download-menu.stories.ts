import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwDownloadMenu } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { checkElement, getShadowRoot, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Download menu', component: 'aw-download-menu', parameters: { layout: 'padded' } }
export default meta

const createMenu = (overrides: Partial<AwDownloadMenu> = {}): HTMLElement =>
  Object.assign(document.createElement('aw-download-menu'), overrides)

export const Ready: StoryObj = {
  render: () => createMenu(),
  play: checkElement<AwDownloadMenu>(async (root, element) => {
    const formats: string[] = []
    element.addEventListener('aw-download', ({ format }) => formats.push(format))
    await userEvent.click(await waitForElement(root, '[part=button]'))
    await userEvent.click(await waitForElement(root, '[part=more]'))
    const parquet = await waitFor(() => {
      const items = [...root.querySelectorAll<HTMLElement>(':popover-open [role=menuitem]')]
      const item = items.find(({ textContent }) => textContent.includes('Parquet'))
      if (!item) throw new Error('The menu is not open.')
      return item
    })
    await userEvent.click(parquet)
    await expect(formats).toEqual(['csv', 'parquet'])
  }),
}

export const Loading: StoryObj = {
  render: () => createMenu({ busy: true }),
  play: async ({ canvasElement }) => {
    const button = await waitForElement<HTMLButtonElement>(
      getShadowRoot(await waitForElement(canvasElement, 'aw-download-menu')),
      '[part=button]',
    )
    await expect(button.disabled).toBe(true)
    await expect(button.textContent).toContain('Creating')
  },
}

export const ReadOnly: StoryObj = {
  render: () => createMenu({ disabled: true }),
  play: checkElement((root) =>
    expect([...root.querySelectorAll<HTMLButtonElement>('[part]')].every(({ disabled }) => disabled)).toBe(true),
  ),
}

export const Dark = createDarkVariant(Ready)
export const RightToLeft = createRightToLeftVariant(Ready)
