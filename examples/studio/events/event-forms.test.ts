import { expect, it } from 'vitest'
import { toWatchBody } from './event-forms.ts'

const values = { name: 'Orders', pattern: '', interval_seconds: 60 }

it('returns a watched folder without the slashes around its path', () => {
  expect(toWatchBody({ ...values, path: '/orders/new//', recursive: true })).toEqual({
    name: 'Orders',
    source: { kind: 'folder', path: 'orders/new', recursive: true },
    pattern: '*',
    interval_seconds: 60,
  })
  expect(toWatchBody({ ...values, path: '/' }).source).toEqual({ kind: 'folder', path: '', recursive: false })
})

it('returns a watched S3 prefix', () => {
  const source = { url: 'https://s3.example.com/data/', prefix: 'in/', region: 'eu-central-1', secret: 's3' }
  expect(toWatchBody({ ...values, ...source, pattern: '*.csv' })).toMatchObject({
    source: { kind: 's3', url: 'https://s3.example.com/data', prefix: 'in/', region: 'eu-central-1', secret: 's3' },
    pattern: '*.csv',
  })
})
