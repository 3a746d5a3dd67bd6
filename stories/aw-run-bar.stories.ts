import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { checkElement, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Run bar', component: 'aw-run-bar', parameters: { layout: 'centered' } }
export default meta

const createBar = (session: TestSession): HTMLElement => {
  const element = document.createElement('aw-run-bar')
  element.session = session
  return element
}

const createReadySession = (): TestSession => {
  const document = mainJob()
  const [load] = document.nodes
  if (load) load.data.config = { dataset: 'a'.repeat(64) }
  return new TestSession({ document })
}

export const NeedsAFile: StoryObj = {
  render: () => createBar(new TestSession({ document: mainJob() })),
  play: checkElement((root) => expect(root.textContent).toContain('Choose a file first')),
}

export const Ready: StoryObj = {
  render: () => createBar(createReadySession()),
  play: checkElement(async (root) => {
    const button = await waitForElement<HTMLButtonElement>(root, 'button')
    button.click()
    await waitFor(() => expect(root.textContent).toContain('Running'))
  }),
}

export const Completed: StoryObj = {
  render: () => {
    const session = createReadySession()
    session.playCompleted()
    return createBar(session)
  },
  play: checkElement((root) => expect(root.textContent).toContain('Completed')),
}

export const Running: StoryObj = {
  render: () => {
    const session = createReadySession()
    void session.runs.start()
    return createBar(session)
  },
  play: checkElement(async (root) => {
    const cancelButton = [...root.querySelectorAll<HTMLButtonElement>('button')].find(
      (candidate) => !candidate.disabled,
    )
    cancelButton!.click()
    await waitFor(() => expect(root.textContent).toContain('Canceled'))
  }),
}

export const Loading: StoryObj = {
  render: () => {
    const session = createReadySession()
    session.setEngineState('loading')
    return createBar(session)
  },
  play: checkElement((root) => expect(root.textContent).toMatch(/Starting/)),
}

export const Failed: StoryObj = {
  render: () => {
    const session = createReadySession()
    void session.runs.start()
    const problem = {
      code: 'x',
      severity: 'error' as const,
      message: 'The file no longer exists.',
      hint: 'Add it again.',
    }
    session.play(
      { type: 'node-failed', node: 'load', ms: 20, error: { kind: 'permanent', problem } },
      { type: 'run-failed', failed: ['load'] },
    )
    return createBar(session)
  },
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Failed'))),
}

export const ReadOnly: StoryObj = {
  render: () => {
    const session = createReadySession()
    session.playCompleted()
    return Object.assign(createBar(session), { watching: true })
  },
  play: checkElement(async (root) => {
    await expect(root.textContent).toContain('Completed')
    await expect(root.querySelector('.run')).toBeNull()
  }),
}

export const Dark = createDarkVariant(Completed)
export const Narrow = createNarrowVariant(Completed)
export const RightToLeft = createRightToLeftVariant(Completed)
