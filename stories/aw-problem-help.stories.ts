import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { message } from '@aw-flow/messages'
import { error, ok, type SuggestedFix } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { getShadowRoot, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Problem help', component: 'aw-problem-help' }
export default meta

const createFix = (value: string, isVerified: boolean): SuggestedFix => ({
  change: message('fix.replace', { from: 'cosmo-raedy', to: value }),
  edit: { type: 'set-config', id: 'prepare', path: ['target'], value },
  verified: isVerified,
})

function createHelp(findFixes: () => Promise<readonly SuggestedFix[]>): HTMLElementTagNameMap['aw-problem-help'] {
  const session = new TestSession({ document: mainJob() })
  session.assist().explainProblem = async (_code, language) =>
    ok({ meaning: 'A node has an input that must be connected, and nothing is connected to it.', language })
  session.assist().findFixes = async () => ok([...(await findFixes())])
  const element = document.createElement('aw-problem-help')
  element.session = session
  element.problem = error(
    'node.missing-input',
    { node: 'Prepare', port: 'Table', type: 'table' },
    { where: { node: 'prepare' } },
  )
  return element
}

/** Opens the explanation and returns the element's shadow root. */
async function openExplanation(canvasElement: HTMLElement): Promise<ShadowRoot> {
  const root = getShadowRoot(await waitForElement(canvasElement, 'aw-problem-help'))
  const summary = await waitForElement<HTMLElement>(root, 'summary')
  summary.click()
  await waitFor(() => expect(root.querySelector('details > p')?.textContent).toContain('must be connected'))
  return root
}

/** Two suggested fixes. A test run has verified the first; the second could not be run. */
export const Fixes: StoryObj = {
  render: () => createHelp(async () => [createFix('cosmo-ready', true), createFix('ml-ready', false)]),
  play: async ({ canvasElement }) => {
    const root = await openExplanation(canvasElement)
    await waitFor(() => expect(root.querySelectorAll('.fix')).toHaveLength(2))
    await expect(root.querySelector('.fix ins')?.textContent).toBe('cosmo-ready')
  },
}

export const NoFix: StoryObj = {
  render: () => createHelp(async () => []),
  play: async ({ canvasElement }) => {
    const root = await openExplanation(canvasElement)
    await waitFor(() => expect(root.querySelector('[role=status]')?.textContent?.trim()).toBe(''))
  },
}

export const Searching: StoryObj = {
  render: () => createHelp(() => new Promise<never>(() => undefined)),
  play: async ({ canvasElement }) => {
    const root = await openExplanation(canvasElement)
    await expect(root.querySelector('[role=status] p')).not.toBeNull()
  },
}

export const ReadOnly: StoryObj = {
  render: () => {
    const element = createHelp(async () => [createFix('cosmo-ready', true)])
    element.readonly = true
    return element
  },
  play: async ({ canvasElement }) => {
    const root = await openExplanation(canvasElement)
    await waitFor(() => expect(root.querySelector<HTMLButtonElement>('.fix button')?.disabled).toBe(true))
  },
}

export const Narrow = createNarrowVariant(Fixes)
export const Dark = createDarkVariant(Fixes)
export const RightToLeft = createRightToLeftVariant(Fixes)
