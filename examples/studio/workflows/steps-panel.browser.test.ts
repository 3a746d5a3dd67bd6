import { expect, fixture, html } from '@open-wc/testing'
import { defineElements } from '@aw-flow/editor'
import { TestSession } from '../../../packages/editor/test-session.ts'
import { createEmptyWorkflow } from '@aw-flow/schema'
import type { StepsPanel } from './steps-panel.ts'
import { addModelEndpoint, removeModelEndpoint } from '../settings/model-endpoints.ts'
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

  it('use a model of this browser, of the server or of the workflow besides their rules', async () => {
    const session = new TestSession({ document: createEmptyWorkflow() })
    const address = 'https://models.example.com/v1'
    addModelEndpoint({ name: 'Own', address, model: 'llama3.1', secret: 'own' })
    const panel = await fixture<StepsPanel>(html`<studio-steps .session=${session}></studio-steps>`)
    panel.serverModels = ['gpt-4']
    const use = async (testId: string, text?: string): Promise<string[]> => {
      await panel.updateComplete
      const select = panel.shadowRoot!.querySelector<HTMLSelectElement>(`[data-testid=${testId}]`)!
      const labels = [...select.options].map((option) => option.text)
      if (text !== undefined) {
        select.value = [...select.options].find((option) => option.text === text)!.value
        select.dispatchEvent(new Event('change'))
      }
      return labels
    }
    const click = async (testId: string): Promise<void> => {
      await panel.updateComplete
      panel.shadowRoot!.querySelector<HTMLElement>(`[data-testid=${testId}]`)!.click()
    }
    const readModels = (): unknown[] => session.document.current.nodes.map(({ data }) => data.config.model)
    try {
      await click('add-loading-step')
      expect(await use('plan-by', 'Rules and gpt-4')).to.deep.equal(['Rules', 'Rules and Own', 'Rules and gpt-4'])
      await click('add-step')
      expect(await use('plan-by', 'Rules and Own')).to.include('Rules and gpt-4')
      expect(session.document.current.nodes[1]!.data.config).to.include({
        model: 'llama3.1',
        modelAddress: address,
        modelSecret: 'own',
      })
      expect(readModels()).to.deep.equal(['gpt-4', 'llama3.1'])
      await use('plan-by', 'Rules')
      expect(await use('workflow-model', 'Own')).to.deep.equal(['None', 'Own', 'gpt-4'])
      expect(session.document.current.settings.variables).to.deep.equal({ llm: 'Own' })
      expect(readModels()).to.deep.equal(['gpt-4', '{{llm}}'])
      expect((await use('plan-by'))[1]).to.equal('Rules and the model of the workflow')
      await use('workflow-model', 'None')
      expect(session.document.current.settings.variables ?? {}).to.deep.equal({})
      expect(readModels()).to.deep.equal(['gpt-4', ''])
    } finally {
      removeModelEndpoint('Own')
    }
  })
})
