import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { ok } from '@aw-flow/schema'
import { mainJob, TestSession } from '../../packages/editor/test-session.ts'
import { expect, waitFor } from 'storybook/test'
import { checkElement, setSize } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Node preview', component: 'aw-node-preview' }
export default meta

const createPreview = (node?: string): HTMLElement => {
  const session = new TestSession({ document: mainJob() })
  session.assist().previewNode = async () =>
    ok({ state: 'completed', outputs: { table: { kind: 'table', table: session.createTableRef('preview') } } })
  const element = Object.assign(document.createElement('aw-node-preview'), { session, node })
  return setSize(720, 320, element)
}

export const BeforeARun: StoryObj = {
  render: () => createPreview('prepare'),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('1,000 rows'))),
}

export const Empty: StoryObj = {
  render: () => createPreview(),
  play: checkElement((root) => expect(root.querySelector('.preview')).toBeNull()),
}

export const Dark = createDarkVariant(BeforeARun)
export const Narrow = createNarrowVariant(BeforeARun)
export const RightToLeft = createRightToLeftVariant(BeforeARun)
