import { expect, test } from 'vitest'
import { createInvitationEmail } from './account-mails.ts'

const url = 'https://aw.example'
const write = (workspaceName: string, language: 'en' | 'de' = 'en') =>
  createInvitationEmail({ workspaceName, role: 'viewer' }, 'token', url, language)

test.each([
  'Pay at https://evil.example/pay',
  'evil.example',
  'www.evil',
  'Rechnung unter böse.example ansehen',
  'javascript://evil',
])('an invitation does not contain the name of a workspace that looks like a link: %s', (name) => {
  for (const language of ['en', 'de'] as const) {
    const { subject, text } = write(name, language)
    expect(`${subject}\n${text}`).not.toContain(name)
    expect(text.match(/\w+:\/\/[^\s/]+/g)).toEqual([url])
  }
})

test('an invitation contains other names of workspaces', () => {
  expect(write('Dr. Example & Co., version 1.2').text).toContain('the workspace "Dr. Example & Co., version 1.2"')
  expect(write('Verkauf', 'de').subject).toBe('Einladung in den Arbeitsbereich „Verkauf“')
})
