import { describe, expect, it } from 'vitest'
import { findPublicSuffix } from './public-suffix.ts'

describe('findPublicSuffix', () => {
  it.each([
    '*.com',
    '*.COM',
    '*.com.',
    '*.com:8443',
    '*.com/v1/',
    '*.co.uk',
    '*.github.io',
    '*.herokuapp.com',
    '*.kawasaki.jp',
    '*.xn--p1ai',
    '*.unlisted',
  ])('finds %s', async (host) => {
    expect(await findPublicSuffix(['api.example.com', host])).toBe(host)
  })

  it.each([
    ['*.example.com'],
    ['*.api.example.co.uk'],
    ['*.name.github.io'],
    ['com'],
    ['localhost:8080'],
    ['[::1]:80'],
  ])('accepts %s', async (host) => {
    expect(await findPublicSuffix([host])).toBeUndefined()
  })
})
