import type { ServerWebhook } from '@aw-flow/client'
import { expect, fixture, html } from '@open-wc/testing'
import '../shell/forms/studio-form.ts'
import { renderAccessForm } from './webhook-form.ts'

const showForm = (scheme: ServerWebhook['scheme']): Promise<HTMLElement> =>
  fixture(html`<div>${renderAccessForm({ id: scheme, scheme, allowed_addresses: [], allowed_origins: [] } as unknown as ServerWebhook, async () => undefined)}</div>`) // oxfmt-ignore

describe('the access of a webhook', () => {
  for (const [scheme, admitsRepeats] of Object.entries({
    github: true,
    square: true,
    twilio: true,
    hmac: true,
    standard: false,
    stripe: false,
    slack: false,
    bearer: false,
  }))
    it(`${admitsRepeats ? 'admits repeats with a warning' : 'does not offer repeats'} for the scheme ${scheme}`, async () => {
      const form = await showForm(scheme as ServerWebhook['scheme'])
      expect(form.querySelector('[name=allow_repeats]') !== null).to.equal(admitsRepeats)
      expect(/anyone who captured a request can repeat it/.test(form.textContent ?? '')).to.equal(admitsRepeats)
      expect(form.querySelector<HTMLInputElement>('[name=secret]')!.minLength).to.equal(scheme === 'square' ? 22 : 24)
    })
})
