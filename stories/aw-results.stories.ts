import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { box, inside, shown } from './shown.ts'

const meta: Meta = { title: 'Results', component: 'aw-results' }
export default meta

export const AfterARun: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob(), rows: 40_000 })
    session.playCompleted()
    const element = document.createElement('aw-results')
    element.session = session
    element.style.display = 'flex'
    return box('100%', 420, element)
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-results')
    const table = await shown(inside(element), 'aw-data-table')
    await waitFor(() => expect(inside(table).textContent).toContain('40,000 rows × 4 columns'))
    const log = await shown<HTMLButtonElement>(inside(element), '#tab-log')
    log.click()
    await waitFor(() => expect(inside(element).textContent).toContain('Nothing was logged.'))
  },
}
