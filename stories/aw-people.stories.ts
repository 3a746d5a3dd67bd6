import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { LivePerson } from '@aw-flow/client'
import { expect } from 'storybook/test'
import { createSharedSession, somePeople } from './live-people.ts'
import { checkElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'People', component: 'aw-people' }
export default meta

const createPeople = (people: readonly LivePerson[]): HTMLElement => {
  const element = document.createElement('aw-people')
  element.style.display = 'block'
  element.session = createSharedSession(people)
  return element
}

export const Several: StoryObj = {
  render: () => createPeople(somePeople),
  play: checkElement(async (root, element) => {
    const followed: unknown[] = []
    element.addEventListener('aw-follow', ({ client }) => followed.push(client))
    const buttons = root.querySelectorAll('button')
    await expect([...buttons].map((button) => button.dataset.initials)).toEqual(['AL', 'GH', 'V'])
    buttons[0]!.click()
    await expect(followed).toEqual(['page-Ada Lovelace'])
  }),
}

/** Nobody else has the workflow open. */
export const Empty: StoryObj = {
  tags: ['!autodocs'],
  render: () => createPeople([]),
  play: checkElement((root) => expect(root.querySelector('button')).toBeNull()),
}

export const Dark = createDarkVariant(Several)
export const Narrow = createNarrowVariant(Several)
export const RightToLeft = createRightToLeftVariant(Several)
