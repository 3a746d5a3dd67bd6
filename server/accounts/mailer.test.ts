import { readdir, readFile, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { describe, expect, test } from 'vitest'
import { createMailer, type MailerOptions } from './mailer.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const folder = createTestFolder()

const mail = { to: 'ada@example.com', subject: 'Sign-in code', text: 'Your code to sign in: 123456' }
const faults: unknown[] = []
const stored: string[] = []
const open = (options: Partial<MailerOptions>) =>
  createMailer({
    smtpUrl: undefined,
    from: 'aw@example.com',
    outbox: join(folder, 'outbox'),
    onStored: (path) => stored.push(path),
    onError: (cause) => faults.push(cause),
    ...options,
  })

describe('mails', () => {
  test('are sent by SMTP from the configured address', async () => {
    const received: { from: unknown; to: string[]; raw: string }[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, { envelope }, done) {
        let raw = ''
        stream.on('data', (piece: Buffer) => (raw += piece.toString('utf8')))
        stream.on('end', () => {
          received.push({ from: envelope.mailFrom, to: envelope.rcptTo.map(({ address }) => address), raw })
          done()
        })
      },
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const { port } = server.server.address() as AddressInfo
    const mailer = open({ smtpUrl: `smtp://127.0.0.1:${port}` })
    mailer.send(mail)
    await expect.poll(() => received.length).toBe(1)
    await mailer.close()
    await new Promise<void>((resolve) => void server.close(resolve))
    expect(received[0]).toMatchObject({ from: { address: 'aw@example.com' }, to: ['ada@example.com'] })
    expect(received[0]!.raw).toContain('Your code to sign in: 123456')
    expect(faults).toEqual([])
  })

  test('that cannot be sent are reported when the server stops, without their text', async () => {
    // Port 9 (discard) of the loopback address has no SMTP server.
    const mailer = open({ smtpUrl: 'smtp://127.0.0.1:9' })
    mailer.send(mail)
    await mailer.close()
    expect(faults).toHaveLength(1)
    expect(String(faults.pop())).not.toContain('123456')
  })

  test('of a server without SMTP are stored in files that only its user can read', async () => {
    const mailer = open({})
    mailer.send(mail)
    await mailer.close()
    const [name] = await readdir(join(folder, 'outbox'))
    const path = join(folder, 'outbox', name!)
    expect(stored).toEqual([path])
    expect(await readFile(path, 'utf8')).toBe(`To: ada@example.com\nSubject: Sign-in code\n\n${mail.text}\n`)
    expect([(await stat(path)).mode & 0o777, (await stat(join(folder, 'outbox'))).mode & 0o777]).toEqual([0o600, 0o700])
  })
})
