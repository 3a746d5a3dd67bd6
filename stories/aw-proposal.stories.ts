import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { ok, type WorkflowProposal } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { getShadowRoot, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Proposed change', component: 'aw-proposal' }
export default meta

const { nodes } = mainJob()
const proposed: WorkflowProposal = {
  edit: {
    type: 'batch',
    edits: [
      {
        type: 'add-node',
        node: {
          id: 'duplicates',
          type: 'deduplicate',
          position: { x: 0, y: 0 },
          data: { label: 'Remove duplicates', config: { columns: ['id'] } },
        },
      },
      { type: 'set-config', id: nodes[1]!.id, path: ['target'], value: 'ml-ready' },
    ],
  },
  problems: [],
  dropped: [],
  questions: [],
  remarks: 'Rows with the same id are removed before the preparation.',
  requests: 1,
  model: 'small',
  host: 'models.example',
}

/** Renders the dialog over a canvas. The model returns `answer`; without it, the model never answers. */
const renderWith = (answer?: WorkflowProposal): HTMLElement => {
  const canvas = document.createElement('aw-canvas')
  const session = new TestSession({ document: mainJob() })
  session.assist().proposeEdit = () => (answer ? Promise.resolve(ok(answer)) : new Promise(() => {}))
  canvas.session = session
  const proposal = document.createElement('aw-proposal')
  proposal.description = 'Remove duplicates before the preparation'
  proposal.model = 'small'
  proposal.canvas = canvas
  const container = document.createElement('div')
  container.append(setSize('100%', 520, canvas), proposal)
  return container
}
const waitForText =
  (text: string): NonNullable<StoryObj['play']> =>
  async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-proposal')
    await waitFor(() => expect(getShadowRoot(element).textContent).toContain(text))
  }

/** Adds a node and changes a setting, with a remark from the model. */
export const Changes: StoryObj = { render: () => renderWith(proposed), play: waitForText('Apply 2 changes') }

export const Asking: StoryObj = { render: () => renderWith(), play: waitForText('Asking small') }

/** The model proposes no changes. */
export const Nothing: StoryObj = {
  render: () => renderWith({ ...proposed, edit: undefined, remarks: '' }),
  play: waitForText('proposed no changes'),
}

export const Refused: StoryObj = {
  render: () => renderWith({ ...proposed, edit: undefined, remarks: '', failure: 'The model refused to answer.' }),
  play: waitForText('refused to answer'),
}

export const Dark = createDarkVariant(Changes)
export const Narrow = createNarrowVariant(Changes)
// The canvas is not mirrored.
export const RightToLeft = createRightToLeftVariant(Changes, { except: '.list *, .accept, .reject' })
