import { expect, test } from 'vitest'
import { createNotificationMail } from './notification-mail.ts'
import type { RunNotification } from './notifications.ts'

const url = 'https://aw.example'
const write = (workflowName: string, language: 'en' | 'de' = 'en') =>
  createNotificationMail(
    { event: 'run.failed', workflowName, runId: 'run', occurredAt: '2026-01-01T00:00:00.000Z' } as RunNotification,
    { email: 'ada@example.com', language },
    url,
  )

test.each([
  'Sign in at https://evil.example/login',
  'evil.example/pay',
  'mail@evil.example',
  'javascript:alert(1)',
  'https:\u2028//evil.example',
])('an email about a run contains no link or address from the name of a workflow: %s', (name) => {
  for (const language of ['en', 'de'] as const) {
    const { subject, text } = write(name, language)
    expect(`${subject}\n${text.split('\n')[0]}`).not.toMatch(/\w[.:@]\w|:\/\//)
  }
})

test.each(['a\r\nBcc: eve@evil.example', 'a\u0085b\u0000c', 'gpj.\u202eexe', 'x'.repeat(100_000)])(
  'its subject is one short line without invisible directions: %j',
  (name) => {
    const { subject } = write(name)
    expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u)
    expect(subject.length).toBeLessThan(250)
  },
)
