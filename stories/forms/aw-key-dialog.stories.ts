import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../../packages/editor/test-session.ts'
import { wrapInEditor } from '../in-editor.ts'
import { heightControl } from '../story-category.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Keyboard shortcuts dialog', component: 'aw-key-dialog' }
export default meta

/** The dialog lists all keyboard shortcuts. */
export const AllKeys: StoryObj = {
  args: { height: 640 },
  argTypes: { height: heightControl },
  render: ({ height }) => {
    const element = document.createElement('aw-key-dialog')
    setSize('100%', Number(height), element)
    return wrapInEditor(new TestSession({ document: mainJob() }), element)
  },
  play: checkElement(async (root, element) => {
    const form = await waitForElement(root, 'aw-key-form')
    await waitFor(() => expect(getShadowRoot(form).querySelectorAll('[data-id]').length).toBeGreaterThan(20))
    let isClosed = false
    element.addEventListener('aw-dialog-close', () => (isClosed = true))
    root.querySelector<HTMLButtonElement>('.keys-bar button')?.click()
    await waitFor(() => expect(isClosed).toBe(true))
  }),
}

export const Dark = createDarkVariant(AllKeys)
export const Narrow = createNarrowVariant(AllKeys)
export const RightToLeft = createRightToLeftVariant(AllKeys)
