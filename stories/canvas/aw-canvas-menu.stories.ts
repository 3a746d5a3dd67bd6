import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { canvasStrings, type AwCanvasMenu } from '@aw-flow/editor'
import { expect, userEvent } from 'storybook/test'
import { getShadowRoot, waitForElement } from '../story-elements.ts'
import { dark, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Canvas menu', component: 'aw-canvas-menu' }
export default meta

const item = (id: keyof typeof canvasStrings.commands, ...keys: string[]) => ({
  id,
  title: canvasStrings.commands[id],
  keys,
})

const menu = (groups: AwCanvasMenu['groups']): HTMLElement => {
  const element = document.createElement('aw-canvas-menu')
  element.label = 'Node “Prepare”'
  element.groups = groups
  // The menu overlays the page, as it overlays its canvas in the editor.
  element.style.inset = '24px auto auto 24px'
  void element.updateComplete.then(() => element.isConnected && element.showPopover())
  return element
}

export const OneNode: StoryObj = {
  render: () =>
    menu([
      [item('duplicate', 'Ctrl+d'), item('select-all', 'Ctrl+a')],
      [item('fit', '1'), item('remove', 'Delete')],
    ]),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwCanvasMenu>(canvasElement, 'aw-canvas-menu')
    const chosen: unknown[] = []
    element.addEventListener('aw-menu-choice', ({ command }) => chosen.push(command))
    element.focusFirst()
    await userEvent.keyboard('{End}{ArrowUp}{Enter}')
    await expect(chosen).toEqual(['fit'])
    await expect(getShadowRoot(element).querySelectorAll('[role=separator]')).toHaveLength(1)
  },
}

export const SeveralNodes: StoryObj = {
  render: () =>
    menu([
      [item('duplicate', 'Mod+d'), item('group', 'Mod+g')],
      [
        { ...item('align-left', 'Alt+a'), icon: 'align-start-vertical' },
        { ...item('align-top', 'Alt+w'), icon: 'align-start-horizontal' },
        { ...item('distribute-x', 'Alt+Shift+h'), icon: 'align-horizontal-distribute-center' },
      ],
      [item('remove', 'Delete')],
    ]),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwCanvasMenu>(canvasElement, 'aw-canvas-menu')
    await expect(getShadowRoot(element).querySelectorAll('.row [role=menuitem]')).toHaveLength(3)
  },
}

export const Empty: StoryObj = {
  render: () => menu([]),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwCanvasMenu>(canvasElement, 'aw-canvas-menu')
    await expect(getShadowRoot(element).querySelectorAll('[role=menuitem]')).toHaveLength(0)
  },
}

export const Dark = dark(OneNode)
export const RightToLeft = rightToLeft(OneNode)
