import { error } from '@aw-flow/schema'
import { createUsageError } from '../../command-error.ts'
import type { Terminal } from '../../terminal/terminal.ts'

/** `aw rotate-key`: re-encrypts all secrets with a new key, which comes from AW_KEY_NEXT or a new key file. */
export async function rotateKeyCommand(terminal: Terminal): Promise<number> {
  const { rotateSecretKey } = await import('@aw-flow/server')
  const { readServerSettings, unwrapOutcome } = await import('./server-settings.ts')
  const settings = readServerSettings()
  const nextKey = process.env.AW_KEY_NEXT?.trim() || undefined
  if (settings.secretKey !== undefined && nextKey === undefined) {
    throw createUsageError(error('key.no-next', {}))
  }
  if (nextKey !== undefined && nextKey.length < 32) {
    throw createUsageError(error('environment.key-too-short', { name: 'AW_KEY_NEXT', length: nextKey.length }))
  }
  const count = unwrapOutcome(await rotateSecretKey(settings, nextKey))
  terminal.print(`Encrypted ${count} ${count === 1 ? 'secret' : 'secrets'} with the new key.`)
  terminal.report(
    nextKey === undefined
      ? 'Restart servers and workers: they still use the old key.'
      : 'Set AW_KEY to the value of AW_KEY_NEXT, then restart servers and workers.',
  )
  return 0
}
