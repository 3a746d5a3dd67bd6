import { expect, fixture, html } from '@open-wc/testing'
import { waitUntil } from '../../../../test/wait-until.ts'
import { text } from './fields.ts'
import { renderForm } from './studio-form.ts'

describe('a form', () => {
  it('is reset when its item was added, unless the user has entered the next one meanwhile', async () => {
    let finish = (): void => undefined
    const submitted: string[] = []
    const box = await fixture<HTMLElement>(
      html`<div>
        ${renderForm({
          fields: () => ({ email: text('Email') }),
          submit: 'Invite',
          async onSubmit({ email }) {
            submitted.push(email)
            await new Promise<void>((resolve) => (finish = resolve))
            return true
          },
        })}
      </div>`,
    )
    const field = box.querySelector('input')!
    const button = box.querySelector('button')!
    const isBusy = (): boolean => button.getAttribute('aria-disabled') === 'true'
    const submit = async (): Promise<void> => {
      button.click()
      await waitUntil(isBusy, 'the form is sent')
    }
    field.value = 'ada@example.com'
    await submit()
    field.value = 'grace@example.com'
    finish()
    await waitUntil(() => !isBusy(), 'the first has been added')
    expect(field.value).to.equal('grace@example.com')
    await submit()
    finish()
    await waitUntil(() => field.value === '', 'the form is empty again')
    expect(submitted).to.deep.equal(['ada@example.com', 'grace@example.com'])
  })
})
