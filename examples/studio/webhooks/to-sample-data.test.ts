import { expect, it } from 'vitest'
import { maxSampleLength, omitCredentials, toSampleData } from './to-sample-data.ts'

it('keeps the data, even if it looks like an expression', () => {
  const data = { name: '{{Ada}}', text: '{{{{', nested: [{}, { a: {} }], number: 1.5, nothing: null }
  const text = toSampleData(data)!
  expect(text).not.toContain('{{')
  expect(JSON.parse(text)).toEqual(data)
  expect(JSON.parse(toSampleData('text')!)).toBe('text')
})

it('refuses data that would make the workflow too large', () => {
  expect(toSampleData('x'.repeat(maxSampleLength - 2))).toHaveLength(maxSampleLength)
  expect(toSampleData('x'.repeat(maxSampleLength - 1))).toBeUndefined()
})

it('keeps no credentials of a request in the document', () => {
  const headers = { 'x-api-key': 'k', 'x-hub-signature-256': 's', 'x-shop-token': 't', 'content-type': 'text/plain' }
  expect(omitCredentials(headers)).toEqual({ 'content-type': 'text/plain' })
})
