import { expect, test } from 'vitest'
import { parseMentions, renderMentions } from './mentions.ts'

const members = [
  { id: '1', name: 'Ada', email: 'ada@example.com' },
  { id: '2', name: 'Ada Lovelace', email: 'al@example.com' },
  { id: '3', name: 'Grace', email: 'grace@example.com' },
]
const names = new Map([
  ['1', 'Ada'],
  ['2', 'Ada L.'],
])

test.each([
  ['@ada, look', '@{1}, look', ['1']],
  ['(@Ada Lovelace) and @Ada', '(@{2}) and @{1}', ['2', '1']],
  ['@grace@example.com!', '@{3}!', ['3']],
  ['@Adam and mail to x@Ada', '@Adam and mail to x@Ada', []],
  ['@nobody @', '@nobody @', []],
])('"%s" mentions members by their longest name', (text, stored, mentions) => {
  expect(parseMentions(text, members)).toEqual({ text: stored, mentions })
})

test('a text has the current name of a member, and no name after the account was deleted', () => {
  const find = (id: string): string | undefined => names.get(id)
  expect(renderMentions('@{2} and @{3}', ['2', '3'], find)).toBe('@Ada L. and @…')
  expect(renderMentions('a person writes @{2}', [], find)).toBe('a person writes @{2}')
})
