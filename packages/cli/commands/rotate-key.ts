import { error } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** `aw rotate-key`: seals all secrets under a new key: that of AW_KEY_NEXT, or a new key file. */
export async function rotateKeyCommand(terminal: Terminal): Promise<number> {
  const { rotateSecretKey } = await import('@aw-flow/server')
  const { dataSettings, done } = await import('./data-settings.ts')
  const settings = dataSettings()
  const next = process.env.AW_KEY_NEXT?.trim() || undefined
  if (settings.secretKey !== undefined && next === undefined) {
    throw wrongUse(
      error('key.no-next', 'AW_KEY is set, and AW_KEY_NEXT is not.', {
        hint: 'Set AW_KEY_NEXT to 32 random characters or more; afterwards it takes the place of AW_KEY.',
      }),
    )
  }
  if (next !== undefined && next.length < 32) {
    throw wrongUse(
      error('environment.invalid', `AW_KEY_NEXT has ${next.length} characters, which is too short for a key.`, {
        hint: 'Set it to 32 random characters or more.',
      }),
    )
  }
  const count = done(await rotateSecretKey(settings, next))
  terminal.say(`${count} ${count === 1 ? 'secret is' : 'secrets are'} sealed under the new key.`)
  terminal.tell(
    next === undefined
      ? 'Start servers and workers anew: they still hold the old key.'
      : 'Set AW_KEY to what AW_KEY_NEXT was, and start servers and workers anew.',
  )
  return 0
}
