import { expect, it } from 'vitest'
import { readAcceptedLanguage } from './language.ts'

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-CH,de;q=0.9,en;q=0.8', 'de'],
  ['fr, DE;q=0.4, en;q=0.3', 'de'],
  ['de;q=0.2, en;q=0.9', 'en'],
  ['de;q=0, fr', 'en'],
  ['de;q=none, en', 'en'],
  [`${'x,'.repeat(100_000)}de`, 'en'],
])('the language of %j is %s', (header, language) => {
  expect(readAcceptedLanguage(header)).toBe(language)
})
