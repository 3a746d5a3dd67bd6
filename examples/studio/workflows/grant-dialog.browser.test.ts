import { createEmptyWorkflow } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { waitUntil } from '../../../test/wait-until.ts'
import { switchLanguage } from '../language/strings.ts'
import { askForAccess } from './grant-dialog.ts'

const granted = { secrets: [], hosts: [], tools: [] }
const requested = { secrets: ['crm'], hosts: ['*', 'api.example'], tools: ['folder', 'models'] as const }

const find = <T extends Element>(selector: string): T | null | undefined =>
  document.querySelector('studio-grant')?.shadowRoot?.querySelector<T>(selector)
const textsOf = (selector: string): (string | undefined)[] =>
  [...(document.querySelector('studio-grant')?.shadowRoot?.querySelectorAll(selector) ?? [])].map(({ textContent }) =>
    textContent?.trim(),
  )

/** Opens the dialog, and waits until it is shown. */
async function open(request: Parameters<typeof askForAccess>[0]): Promise<{ answer: ReturnType<typeof askForAccess> }> {
  const answer = askForAccess(request)
  await waitUntil(() => find<HTMLDialogElement>('dialog')?.open)
  return { answer }
}

describe('the dialog that grants access', () => {
  afterEach(async () => {
    localStorage.removeItem('aw-studio-language')
    await switchLanguage()
  })

  for (const { language, title, labels, names } of [
    {
      language: 'en',
      title: 'Grant access to “Orders”?',
      labels: ['Secrets', 'Hosts', 'Tools'],
      names: ['Files in this browser', 'Language models'],
    },
    {
      language: 'de',
      title: '„Orders“ Zugriff gewähren?',
      labels: ['Geheimnisse', 'Hosts', 'Werkzeuge'],
      names: ['Dateien dieses Browsers', 'Sprachmodelle'],
    },
  ]) {
    it(`lists exactly what the workflow asks for, and grants it (${language})`, async () => {
      localStorage.setItem('aw-studio-language', language)
      await switchLanguage()
      const { answer } = await open({ workflow: createEmptyWorkflow('Orders'), requested, granted })
      expect(textsOf('h2')).to.deep.equal([title])
      expect(textsOf('dt')).to.deep.equal(labels)
      const [secret, allHosts, host, ...tools] = textsOf('dd')
      expect([secret, host, tools]).to.deep.equal(['crm', 'api.example', names])
      expect(allHosts).not.to.equal('*')
      find<HTMLButtonElement>('[data-testid="grant"]')?.click()
      expect(await answer).to.deep.equal(requested)
      expect(document.querySelector('studio-grant')).to.equal(null)
    })
  }

  it('runs without a grant, or cancels the run when it is closed', async () => {
    const request = {
      workflow: createEmptyWorkflow('Orders'),
      requested: { ...granted, hosts: ['api.example'] },
      granted,
    }
    const first = await open(request)
    expect(textsOf('dt')).to.deep.equal(['Hosts'])
    find<HTMLButtonElement>('[data-testid="run-without-access"]')?.click()
    expect(await first.answer).to.equal('unchanged')
    const second = await open(request)
    find<HTMLDialogElement>('dialog')?.close()
    expect(await second.answer).to.equal('cancel')
  })
})
