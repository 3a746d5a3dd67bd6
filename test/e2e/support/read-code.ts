import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from './test.ts'
import type { RealServer } from './real-server.ts'

/** Returns the sign-in code of a server's only mail. Without SMTP, the server stores mails in a folder. */
export async function readCode({ data }: RealServer): Promise<string> {
  const folder = join(data, 'outbox')
  let code = ''
  await expect
    .poll(async () => {
      const [name] = await readdir(folder).catch(() => [])
      const mail = name === undefined ? '' : await readFile(join(folder, name), 'utf8')
      return (code = /: (\d{6})$/m.exec(mail)?.[1] ?? '')
    })
    .not.toBe('')
  return code
}

/** Returns the link in the mail to an address. */
export async function readLink({ data }: RealServer, to: string): Promise<string> {
  const folder = join(data, 'outbox')
  let link = ''
  await expect
    .poll(async () => {
      const mails = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
      const mail = mails.find((text) => text.startsWith(`To: ${to}\n`)) ?? ''
      return (link = /https?:\/\/\S+/.exec(mail)?.[0] ?? '')
    })
    .not.toBe('')
  return link
}
