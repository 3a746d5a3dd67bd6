import { expect, test } from 'vitest'
import { describeActor } from './describe-actor.ts'
import { formatAuthor } from './format-author.ts'

const account = '0f6b8a52-6b0e-4c8e-9f0e-2f3a4b5c6d7e'

test.each([
  [account, 'Ada Example', 'Ada Example · now'],
  [account, null, 'Former member · now'],
  ['link-0123456789', null, 'now'],
  ['local-owner', null, 'now'],
  [null, null, 'now'],
])('the author %s named %s is shown as "%s"', (id, name, shown) => {
  expect(formatAuthor({ created_by: id, created_by_name: name }, 'now')).toBe(shown)
})

test('a change without an account names its trigger or its link', () => {
  expect(describeActor({ user_id: 'token', user_name: null }, { trigger_type: 'scheduled' })).toBe('Schedule')
  expect(describeActor({ user_id: 'link-0123456789', user_name: null }, {})).toBe('Visitor with a link')
  expect(describeActor({ user_id: '', user_name: null }, { problem: 'x' })).toBe('Unknown person')
  expect(describeActor({ user_id: account, user_name: null }, {})).toBe('Former member')
})
