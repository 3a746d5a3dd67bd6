import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { ok, type Workflow, type WorkflowExplanation } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { getShadowRoot, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Workflow explanation', component: 'aw-explanation' }
export default meta

const explained: WorkflowExplanation = {
  name: 'Prepared orders',
  description: 'Loads the orders, prepares them, and shows them as a table.',
  remarks: 'The target of the preparation is not set.',
  requests: 1,
  model: 'small',
  host: 'models.example',
}

/** Renders the dialog over a canvas. The model returns `answer`; without it, the model never answers. */
function renderWith(document: Workflow, answer?: WorkflowExplanation): HTMLElement {
  const canvas = window.document.createElement('aw-canvas')
  const session = new TestSession({ document })
  session.assist().explainWorkflow = () => (answer ? Promise.resolve(ok(answer)) : new Promise(() => {}))
  session.runs.networkAccess = { secrets: [], models: { models: [{ id: 'small' }] } } as never
  canvas.session = session
  const explanation = window.document.createElement('aw-explanation')
  explanation.canvas = canvas
  const container = window.document.createElement('div')
  container.append(setSize('100%', 640, canvas), explanation)
  return container
}

const waitForText =
  (text: string): NonNullable<StoryObj['play']> =>
  async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-explanation')
    await waitFor(() => expect(getShadowRoot(element).textContent).toContain(text))
  }

/** Asks the model and waits for the given text. */
const ask =
  (text: string): NonNullable<StoryObj['play']> =>
  async ({ canvasElement }) => {
    const root = getShadowRoot(await waitForElement(canvasElement, 'aw-explanation'))
    await waitFor(() => expect(root.querySelector('.models button')).not.toBeNull())
    root.querySelector<HTMLElement>('.models button')!.click()
    await waitFor(() => expect(root.textContent).toContain(text))
  }

/** An explanation generated from rules, with a suggested name. */
export const Explained: StoryObj = { render: () => renderWith(mainJob()), play: waitForText('Use this description') }

/** A workflow without nodes. */
export const Empty: StoryObj = {
  render: () => renderWith({ ...mainJob(), nodes: [], edges: [] }),
  play: waitForText('no nodes yet'),
}

export const Asking: StoryObj = { render: () => renderWith(mainJob()), play: ask('Asking small') }

export const Answered: StoryObj = {
  render: () => renderWith(mainJob(), explained),
  play: ask('Written by small'),
}

export const Refused: StoryObj = {
  render: () =>
    renderWith(mainJob(), {
      remarks: '',
      requests: 1,
      model: 'small',
      host: 'models.example',
      failure: 'The model refused to answer.',
    }),
  play: ask('refused to answer'),
}

export const Dark = createDarkVariant(Answered)
export const Narrow = createNarrowVariant(Answered)
export const RightToLeft = createRightToLeftVariant(Explained)
