import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { createCommentedSession, someThreads } from './live-comments.ts'
import { checkElement, setSize } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Canvas marks', component: 'aw-canvas-marks' }
export default meta

const createMarks = (threads = someThreads, hasConflict = true): HTMLElement => {
  const session = createCommentedSession(threads)
  if (hasConflict) {
    const base = session.document.current
    const theirs = structuredClone(base)
    theirs.nodes[1]!.data.config.target = 'generic'
    session.document.apply({ type: 'set-config', id: 'prepare', path: ['target'], value: 'ml-ready' })
    session.document.versions.merge({ base, theirs })
  }
  const canvas = document.createElement('aw-canvas')
  canvas.session = session
  const marks = document.createElement('aw-canvas-marks')
  Object.assign(marks, { session, canvas })
  const container = setSize('100%', 480, document.createElement('div'))
  container.style.position = 'relative'
  container.append(setSize('100%', 480, canvas), marks)
  return container
}

/** A node with a comment and a conflict, whose sides are shown. */
export const Marked: StoryObj = {
  render: () => createMarks(),
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.querySelectorAll('.mark')).toHaveLength(2))
    root.querySelector<HTMLElement>('.conflict-mark')!.click()
    await waitFor(() => expect(root.querySelectorAll('.card input')).toHaveLength(3))
  }),
}

/** No comments and no conflicts. */
export const Empty: StoryObj = {
  tags: ['!autodocs'],
  render: () => createMarks([], false),
  play: checkElement((root) => expect(root.querySelector('.mark')).toBeNull()),
}

export const Dark = createDarkVariant(Marked)
export const Narrow = createNarrowVariant(Marked)
export const RightToLeft = createRightToLeftVariant(Marked)
