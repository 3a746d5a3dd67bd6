import { expect, fixture, html } from '@open-wc/testing'
import { defineElements } from '@aw-flow/editor'
import { TestSession } from '../../../packages/editor/test-session.ts'
import { createEmptyWorkflow } from '@aw-flow/schema'
import type { StepsPanel } from './steps-panel.ts'
import './steps-panel.ts'

defineElements()

describe('the steps of a workflow', () => {
  it('receive settings that fit the table before them when their type is chosen', async () => {
    const session = new TestSession({ document: createEmptyWorkflow() })
    const table = session.engine.catalog.find(({ type }) => type === 'table')!
    session.setCatalog([...session.engine.catalog, { ...table, type: 'sort', defaults: { by: [] } }])
    const panel = await fixture<StepsPanel>(html`<studio-steps .session=${session}></studio-steps>`)
    for (const add of ['add-loading-step', 'add-step']) {
      panel.shadowRoot!.querySelector<HTMLElement>(`[data-testid=${add}]`)!.click()
      await panel.updateComplete
    }
    const select = panel.shadowRoot!.querySelector<HTMLSelectElement>('[data-testid=agent-type]')!
    select.value = 'sort'
    select.dispatchEvent(new Event('change'))
    expect(session.document.current.nodes[1]?.data.config).to.have.nested.property('by[0].column', 'value')
  })
})
