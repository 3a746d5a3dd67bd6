import { expect, it } from 'vitest'
import { toWebhookAccess, toWebhookUrl } from './webhook-form.ts'

const read = (fields: Record<string, string>) => {
  const form = new FormData()
  const defaults = {
    scheme: 'none',
    path: '',
    allowedAddresses: '',
    requestsPerMinute: '60',
  }
  for (const [name, value] of Object.entries({ ...defaults, ...fields })) form.set(name, value)
  return toWebhookAccess(form)
}

it('omits an empty secret, so that the stored one remains', () => {
  expect(read({ secret: '  ' })).toEqual({
    scheme: 'none',
    path: null,
    allowed_addresses: [],
    requests_per_minute: 60,
  })
  expect(read({ scheme: 'bearer', secret: 'long-enough', path: 'orders' })).toMatchObject({
    scheme: 'bearer',
    secret: 'long-enough',
    path: 'orders',
  })
})

it('splits addresses at commas, semicolons and white space, and writes header names in lower case', () => {
  expect(
    read({
      allowedAddresses: '192.0.2.0/24, 198.51.100.7;2001:db8::1\n203.0.113.9',
      signatureHeader: ' X-Shop ',
    }),
  ).toMatchObject({
    allowed_addresses: ['192.0.2.0/24', '198.51.100.7', '2001:db8::1', '203.0.113.9'],
    signature_header: 'x-shop',
  })
})

it('joins the address of a server and of a webhook', () => {
  expect(toWebhookUrl('https://aw.example/', '/hooks/abc')).toBe('https://aw.example/hooks/abc')
  expect(toWebhookUrl('http://localhost:3000', '/hooks/a/b')).toBe('http://localhost:3000/hooks/a/b')
})
