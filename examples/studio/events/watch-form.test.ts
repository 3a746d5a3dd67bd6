import { expect, it } from 'vitest'
import { toEventBody, toWatchBody } from './watch-form.ts'

const toFormData = (fields: Record<string, string>): FormData => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

it('reads a watched folder without the slashes around its path', () => {
  const fields = {
    name: ' Orders ',
    kind: 'folder',
    path: '/orders/new//',
    recursive: 'on',
    pattern: '',
    interval: '60',
  }
  expect(toWatchBody(toFormData(fields))).toEqual({
    name: 'Orders',
    source: { kind: 'folder', path: 'orders/new', recursive: true },
    pattern: '*',
    interval_seconds: 60,
  })
  expect(toWatchBody(toFormData({ kind: 'folder', path: '/' })).source).toEqual({
    kind: 'folder',
    path: '',
    recursive: false,
  })
})

it('reads a watched S3 prefix', () => {
  const fields = {
    kind: 's3',
    url: 'https://s3.example.com/data/',
    prefix: 'in/',
    region: 'eu-central-1',
    secret: 's3',
  }
  expect(toWatchBody(toFormData({ ...fields, pattern: '*.csv' }))).toMatchObject({
    source: { kind: 's3', url: 'https://s3.example.com/data', prefix: 'in/', region: 'eu-central-1', secret: 's3' },
    pattern: '*.csv',
  })
})

it.each([
  ['{"amount": 1}', ' 42 ', { type: 'order.paid', subject: '42', data: { amount: 1 } }],
  ['', '', { type: 'order.paid', data: {} }],
  ['null', '', { type: 'order.paid', data: null }],
  ['{"amount"', '', undefined],
])('reads the data %s of an event', (data, subject, body) => {
  expect(toEventBody(toFormData({ type: ' order.paid', subject, data }))).toEqual(body)
})
