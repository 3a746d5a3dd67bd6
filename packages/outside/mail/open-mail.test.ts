import { NodeError, type MailMessage } from '@aw-flow/engine'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openMail } from './open-mail.ts'

const received: { from: string; to: string[]; raw: string; user: unknown }[] = []
let server: SMTPServer
let port = 0
beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'sesam-offen' ? done(null, { user: username ?? '' }) : done(new Error(`No: ${password}`)),
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody') ? new Error('nobody is not here') : null),
    onData(stream, { envelope, user }, done) {
      let raw = ''
      stream.on('data', (piece: Buffer) => (raw += piece.toString('utf8')))
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw, user })
        done()
      })
    },
  })
  await new Promise<void>((fulfil) => void server.listen(0, '127.0.0.1', fulfil))
  port = (server.server.address() as AddressInfo).port
})
afterAll(() => new Promise<void>((fulfil) => void server.close(fulfil)))

const send = (
  message: Partial<MailMessage> = {},
  { value = `smtp://ada:sesam-offen@127.0.0.1:${port}`, allow = ['127.0.0.1'], hosts = ['127.0.0.1'] } = {},
) =>
  openMail({ allow, secrets: { find: async () => ({ name: 'mail', value, hosts }), list: async () => [] } }).send({
    secret: 'mail',
    from: 'Ada <ada@example.com>',
    to: ['bob@example.com'],
    cc: [],
    bcc: [],
    subject: 'Grüße',
    text: 'Hello',
    attachments: [],
    messageId: '<1@aw>',
    signal: new AbortController().signal,
    ...message,
  })
const failure = async (work: Promise<unknown>): Promise<NodeError> => {
  const cause = await work.catch((thrown: unknown) => thrown)
  expect(cause).toBeInstanceOf(NodeError)
  return cause as NodeError
}

describe('a mail', () => {
  it('is delivered with authentication, blind copies and attachments', async () => {
    const content = new TextEncoder().encode('id\n1\n')
    const sent = await send({
      cc: ['c@example.com'],
      bcc: ['d@example.com'],
      attachments: [{ name: 'täble.csv', content }],
    })
    expect(sent).toEqual({ accepted: ['bob@example.com', 'c@example.com', 'd@example.com'], rejected: [] })
    const mail = received.at(-1)!
    expect(mail).toMatchObject({
      from: 'ada@example.com',
      to: ['bob@example.com', 'c@example.com', 'd@example.com'],
      user: 'ada',
    })
    expect(mail.raw).toContain('Message-ID: <1@aw>')
    expect(mail.raw).toContain(Buffer.from(content).toString('base64'))
    expect(mail.raw).not.toContain('d@example.com')
  })

  it('reports rejected recipients', async () => {
    expect(await send({ to: ['bob@example.com', 'nobody@example.com'] })).toEqual({
      accepted: ['bob@example.com'],
      rejected: ['nobody@example.com'],
    })
    const { kind, problem } = await failure(send({ to: ['nobody@example.com'] }))
    expect([kind, problem.code]).toEqual(['permanent', 'mail.refused'])
  })

  it('is safe against header injection and file access by its content', async () => {
    const count = received.length
    await send({ subject: 'a\r\nBcc: evil@example.com', text: '/etc/passwd', html: '<img src="file:///etc/passwd">' })
    expect(received).toHaveLength(count + 1)
    const mail = received.at(-1)!
    expect(mail.to).toEqual(['bob@example.com'])
    expect(mail.raw).not.toMatch(/^Bcc:/m)
    expect(mail.raw).not.toContain('root:')
  })

  it('[17] uses only allowed hosts with bound secrets, encrypted unless they are local', async () => {
    const codes = await Promise.all(
      [send({}, { allow: ['*'] }), send({}, { hosts: ['mail.example'] }), send({}, { value: 'https://127.0.0.1' })].map(
        async (work) => (await failure(work)).problem.code,
      ),
    )
    expect(codes).toEqual(['egress.private-address', 'secret.host-not-bound', 'mail.server'])
  })

  it('does not reveal its secret if authentication fails', async () => {
    const { kind, problem } = await failure(send({}, { value: `smtp://ada:falsches-wort@127.0.0.1:${port}` }))
    expect([kind, problem.code]).toEqual(['permanent', 'mail.refused'])
    expect(JSON.stringify(problem)).not.toContain('falsches-wort')
  })
})
