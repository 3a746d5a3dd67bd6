import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { box, inside, shown } from './shown.ts'

const meta: Meta = { title: 'Inspector', component: 'aw-inspector' }
export default meta

const inspector = (session: TestSession, ...nodes: string[]): HTMLElement => {
  const element = document.createElement('aw-inspector')
  element.session = session
  element.nodes = new Set(nodes)
  element.style.display = 'flex'
  return box(320, 720, element)
}

export const Load: StoryObj = {
  render: () => inspector(new TestSession({ document: mainJob() }), 'load'),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-inspector')
    const form = await shown(inside(element), 'aw-form')
    await expect(inside(form).querySelectorAll('.field')).toHaveLength(3)
  },
}

export const WithProblems: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob() })
    session.apply({ type: 'remove-edge', id: 'e2' })
    return inspector(session, 'validate')
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-inspector')
    await waitFor(() => expect(inside(element).textContent).toContain('needs a table'))
  },
}
