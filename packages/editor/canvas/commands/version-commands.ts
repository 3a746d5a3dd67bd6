import { VersionsEvent } from '../canvas-events.ts'
import type { CanvasCommand, CommandHost, CommandId } from './command.ts'

const asks = (
  id: CommandId,
  keys: readonly string[],
  wanted: VersionsEvent['wanted'],
  enabled?: (host: CommandHost) => boolean,
): CanvasCommand => ({
  id,
  keys,
  ...(enabled ? { enabled } : {}),
  run: (host) => host.dispatchEvent(new VersionsEvent({ wanted })),
})

const compares = ({ overlay }: CommandHost): boolean => overlay.difference !== undefined

export const versionCommands: readonly CanvasCommand[] = [
  asks('versions', ['Shift+h'], 'show'),
  asks('keep-version', ['Mod+s'], 'keep'),
  asks('next-change', ['j', 'F7'], 'next', compares),
  asks('previous-change', ['k', 'Shift+F7'], 'previous', compares),
]
