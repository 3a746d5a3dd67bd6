import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { TestSession } from '../../packages/editor/test-session.ts'
import { createAgentSession } from '../../packages/editor/test-agent-run.ts'
import { expect, waitFor } from 'storybook/test'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Node result', component: 'aw-node-result' }
export default meta

const createResult = (session: TestSession): HTMLElement =>
  setSize(720, 420, Object.assign(document.createElement('aw-node-result'), { session, node: 'ask' }))

export const Agent: StoryObj = {
  render: () => createResult(createAgentSession()),
  play: checkElement(async (root) => {
    const attempt = await waitForElement(root, 'aw-run-attempt')
    await waitFor(() => expect(getShadowRoot(attempt).textContent).toContain('42 it is.'))
  }),
}

export const Empty: StoryObj = {
  render: () => createResult(new TestSession({})),
  play: checkElement(async (root) => {
    const attempt = await waitForElement(root, 'aw-run-attempt')
    await waitFor(() => expect(getShadowRoot(attempt).textContent?.trim()).not.toBe(''))
  }),
}

export const Dark = createDarkVariant(Agent)
export const Narrow = createNarrowVariant(Agent)
export const RightToLeft = createRightToLeftVariant(Agent)
