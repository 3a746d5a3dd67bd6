import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { LivePerson } from '@aw-flow/client'
import { expect, waitFor } from 'storybook/test'
import { createSharedSession, somePeople } from './live-people.ts'
import { checkElement, setSize } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Presence', component: 'aw-presence' }
export default meta

const createPresence = (people: readonly LivePerson[]): HTMLElement => {
  const session = createSharedSession(people)
  const canvas = document.createElement('aw-canvas')
  canvas.session = session
  const presence = document.createElement('aw-presence')
  Object.assign(presence, { session, canvas, followed: people[0]?.client })
  const container = setSize('100%', 480, document.createElement('div'))
  container.style.position = 'relative'
  container.append(setSize('100%', 480, canvas), presence)
  return container
}

export const Followed: StoryObj = {
  render: () => createPresence(somePeople),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('You follow Ada Lovelace'))),
}

/** Nobody else has the workflow open. */
export const Empty: StoryObj = {
  tags: ['!autodocs'],
  render: () => createPresence([]),
  play: checkElement((root) => expect(root.querySelector('.cursor')).toBeNull()),
}

export const Dark = createDarkVariant(Followed)
/** The message only: the canvas cuts what is outside. */
export const Narrow = createNarrowVariant({ ...Followed, render: () => createPresence(somePeople.slice(2)) })
export const RightToLeft = createRightToLeftVariant(Followed)
