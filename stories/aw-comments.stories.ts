import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { createCommentedSession, someThreads } from './live-comments.ts'
import { checkElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Comments', component: 'aw-comments' }
export default meta

const createComments = (threads = someThreads, canComment = true): HTMLElement => {
  const element = document.createElement('aw-comments')
  element.style.height = '480px'
  element.session = createCommentedSession(threads, canComment)
  return element
}

export const Threads: StoryObj = {
  render: () => createComments(),
  play: checkElement(async (root) => {
    await expect(root.querySelectorAll('article')).toHaveLength(2)
    root.querySelector<HTMLElement>('.title')!.click()
    await waitFor(() => expect(root.querySelectorAll('article.open .comment')).toHaveLength(2))
  }),
}

/** Nobody has written a comment. */
export const Empty: StoryObj = {
  tags: ['!autodocs'],
  render: () => createComments([]),
  play: checkElement((root) => expect(root.querySelector('article')).toBeNull()),
}

/** A person who may view comments only. */
export const ReadOnly: StoryObj = {
  tags: ['!autodocs'],
  render: () => createComments(someThreads, false),
  play: checkElement((root) => expect(root.querySelector('textarea')).toBeNull()),
}

export const Dark = createDarkVariant(Threads)
export const Narrow = createNarrowVariant(Threads)
export const RightToLeft = createRightToLeftVariant(Threads)
