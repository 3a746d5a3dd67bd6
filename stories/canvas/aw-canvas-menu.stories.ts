import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { canvasStrings, type AwCanvasMenu } from '@aw-flow/editor'
import { expect, userEvent } from 'storybook/test'
import { checkElement } from '../story-elements.ts'
import { createDarkVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Canvas menu', component: 'aw-canvas-menu' }
export default meta

const createItem = (id: keyof typeof canvasStrings.commands, ...keys: string[]) => ({
  id,
  title: canvasStrings.commands[id],
  keys,
})

const createMenu = (groups: AwCanvasMenu['groups']): HTMLElement => {
  const element = document.createElement('aw-canvas-menu')
  element.label = 'Node “Prepare”'
  element.groups = groups
  // The menu overlays the page, just as it overlays the canvas in the editor.
  element.style.inset = '24px auto auto 24px'
  void element.updateComplete.then(() => element.isConnected && element.showPopover())
  return element
}

export const OneNode: StoryObj = {
  render: () =>
    createMenu([
      [createItem('duplicate', 'Ctrl+d'), createItem('select-all', 'Ctrl+a')],
      [createItem('fit', '1'), createItem('remove', 'Delete')],
    ]),
  play: checkElement<AwCanvasMenu>(async (root, element) => {
    const chosen: unknown[] = []
    element.addEventListener('aw-menu-choice', ({ command }) => chosen.push(command))
    element.focusFirst()
    await userEvent.keyboard('{End}{ArrowUp}{Enter}')
    await expect(chosen).toEqual(['fit'])
    await expect(root.querySelectorAll('[role=separator]')).toHaveLength(1)
  }),
}

export const SeveralNodes: StoryObj = {
  render: () =>
    createMenu([
      [createItem('duplicate', 'Mod+d'), createItem('group', 'Mod+g')],
      [
        { ...createItem('align-left', 'Alt+a'), icon: 'align-start-vertical' },
        { ...createItem('align-top', 'Alt+w'), icon: 'align-start-horizontal' },
        { ...createItem('distribute-x', 'Alt+Shift+h'), icon: 'align-horizontal-distribute-center' },
      ],
      [createItem('remove', 'Delete')],
    ]),
  play: checkElement((root) => expect(root.querySelectorAll('.row [role=menuitem]')).toHaveLength(3)),
}

export const Empty: StoryObj = {
  render: () => createMenu([]),
  play: checkElement((root) => expect(root.querySelectorAll('[role=menuitem]')).toHaveLength(0)),
}

export const Dark = createDarkVariant(OneNode)
export const RightToLeft = createRightToLeftVariant(OneNode)
