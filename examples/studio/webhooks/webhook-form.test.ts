import { expect, it } from 'vitest'
import { toWebhookChange, toWebhookUrl } from './webhook-form.ts'

const access = { scheme: 'none', path: '', allowed_addresses: [], requests_per_minute: 60 } as const

it('omits an empty secret, so that the stored one remains', () => {
  expect(toWebhookChange({ ...access, allowed_addresses: [], secret: '' })).toEqual({ ...access, path: null })
  expect(
    toWebhookChange({ ...access, allowed_addresses: [], scheme: 'bearer', secret: 'long-enough', path: 'orders' }),
  ).toMatchObject({ scheme: 'bearer', secret: 'long-enough', path: 'orders' })
})

it('writes header names in lower case', () => {
  expect(toWebhookChange({ ...access, allowed_addresses: [], signature_header: 'X-Shop' })).toMatchObject({
    signature_header: 'x-shop',
  })
})

it('joins the address of a server and of a webhook', () => {
  expect(toWebhookUrl('https://aw.example/', '/hooks/abc')).toBe('https://aw.example/hooks/abc')
  expect(toWebhookUrl('http://localhost:3000', '/hooks/a/b')).toBe('http://localhost:3000/hooks/a/b')
})
